using Blog;
using Blog.Articles;
using Blog.Author;

var builder = WebApplication.CreateBuilder(args);
var blog = BlogOptions.Read(builder.Configuration);

builder.Services.AddSingleton(blog);
builder.Services.AddSingleton(ArticleStore.Open(blog.DataPath("blog.db")));
builder.Services.AddRazorPages(pages => pages.Conventions.AuthorizeFolder("/Author", AuthorLogin.Policy));
builder.Services.AddAuthorLogin();

// All there is to say about mail. With Blog:Smtp configured it is sent; without, it is caught and shown at /mail/inbox.
builder.Services.AddActorMail(mail =>
{
    mail.UseSqlite($"Data Source={blog.DataPath("mail.db")}").From($"{blog.Title} <news@harbour.example>");
    if (blog.Smtp is { } server) mail.UseSmtp(server).PublicUrl(blog.PublicUrl);
    else mail.UseDevInbox();
});

var app = builder.Build();
app.UseStaticFiles();
app.MapRazorPages();
app.MapProgress();
app.MapActorMail(door => (door.Prefix, door.AdminPolicy) = ("/mail", AuthorLogin.Policy));
app.Run();
