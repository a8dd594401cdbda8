using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using ActorMail.Node.Tests.Http;

namespace ActorMail.Node.Tests.Telemetry;

/// <summary>One trace from a publish to each message of each session.</summary>
public sealed class TracesTests(WebDoor door) : IClassFixture<WebDoor>
{
    private const string Caller = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task Every_span_of_the_table_is_in_the_trace_of_its_publish_and_none_holds_an_address()
    {
        using Listening listening = new();
        await door.ImportAsync("email\nada@example.org\nbob@example.org\nunwritten@example.org\n");
        var id = await door.PublishAsync("a subject");
        await door.ReachesAsync(id, "sent");
        await Eventually.TrueAsync(() => listening.Spans.Any(span => span.OperationName == "post.finish"), "the last span");

        var spans = listening.Spans.ToList();
        Assert.Equal(TelemetryDocument.Spans().Order(), spans.Select(span => span.OperationName).Distinct().Order());
        var publish = Assert.Single(spans, span => span.OperationName == "post.publish");
        Assert.All(spans, span => Assert.Equal(publish.TraceId, span.TraceId));
        Assert.Equal(default, publish.ParentSpanId);
        var store = Assert.Single(spans, span => span.OperationName == "post.store");
        Assert.Equal(publish.SpanId, store.ParentSpanId);
        Assert.All(
            spans.Where(span => span.OperationName is "slice.lease" or "round.commit" or "post.finish"),
            span => Assert.Equal(store.SpanId, span.ParentSpanId));
        var sends = spans.Where(span => span.OperationName == "smtp.send").ToList();
        Assert.Equal(3, sends.Count);
        Assert.All(sends, send =>
        {
            Assert.Contains(spans, round => round.OperationName == "round.commit" && round.SpanId == send.ParentSpanId);
            Assert.Equal(["scripted", "accepted"], new[] { send.GetTagItem("relay"), send.GetTagItem("outcome") });
        });
        Assert.DoesNotContain(spans.SelectMany(span => span.TagObjects), tag => $"{tag.Value}".Contains('@') || $"{tag.Value}".Contains("subject"));
    }

    [Fact]
    public async Task A_callers_trace_goes_on()
    {
        using Listening listening = new();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/posts")
        {
            Content = JsonContent.Create(new { subject = "Hello", markdown = "words", draft = true }),
        };
        request.Headers.Add("traceparent", $"00-{Caller}-b7ad6b7169203331-01");
        Assert.Equal(202, (int)(await door.NewClient().SendAsync(request)).StatusCode);

        // The answer may leave before the store's actor has ended its span.
        await Eventually.TrueAsync(() => listening.Spans.Count == 2, "two spans");
        Assert.Equal(["post.publish", "post.store"], listening.Spans.Select(span => span.OperationName).Order());
        Assert.All(listening.Spans, span => Assert.Equal(Caller, span.TraceId.ToHexString()));
    }

    /// <summary>Samples as the SDK of OpenTelemetry does: what hangs under an unsampled span is not taken.</summary>
    private sealed class Listening : IDisposable
    {
        private readonly ActivityListener _listener;

        public Listening()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "ActorMail",
                Sample = (ref ActivityCreationOptions<ActivityContext> wish) => wish.Parent == default || wish.Parent.TraceFlags == ActivityTraceFlags.Recorded
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.PropagationData,
                ActivityStopped = span =>
                {
                    if (span.Recorded) Spans.Enqueue(span);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<Activity> Spans { get; } = [];

        public void Dispose() => _listener.Dispose();
    }
}
