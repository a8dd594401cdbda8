// Draws what the server tells about the post until it says that this was all.
const place = document.getElementById("progress");
const bar = place.querySelector(".bar");
const figures = document.getElementById("figures");
const events = new EventSource("/author/progress/" + place.dataset.post);

function show(progress) {
  const percent = progress.audience > 0 ? Math.round(100 * progress.decided / progress.audience) : 0;
  bar.setAttribute("aria-valuenow", percent);
  bar.firstElementChild.style.width = percent + "%";
  const speed = progress.status === "sending" && progress.perSecond > 0 ? ` · ${progress.perSecond} a second` : "";
  figures.textContent = `${progress.accepted} of ${progress.audience} readers have the mail${speed}`;
}

events.addEventListener("progress", event => show(JSON.parse(event.data)));
events.addEventListener("end", event => {
  events.close();
  const progress = JSON.parse(event.data);
  bar.setAttribute("aria-valuenow", 100);
  bar.firstElementChild.style.width = "100%";
  place.classList.add("done");
  figures.textContent = `Done: ${progress.accepted} of ${progress.audience} readers have the mail`;
});
