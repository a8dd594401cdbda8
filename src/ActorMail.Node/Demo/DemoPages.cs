namespace ActorMail.Node.Demo;

/// <summary>Where the sample post is "on the web" during the demo: its text and its picture.</summary>
internal static class DemoPages
{
    /// <summary>The sample post's address, below the node's own.</summary>
    public const string Path = "samples/welcome";

    public static readonly string Folder = System.IO.Path.Combine(AppContext.BaseDirectory, "samples");

    public static void MapDemoPages(this IEndpointRouteBuilder app)
    {
        app.MapGet($"/{Path}", () => TypedResults.PhysicalFile(
            System.IO.Path.Combine(Folder, "welcome.md"), "text/plain; charset=utf-8")).ExcludeFromDescription();
        app.MapGet($"/{Path}/harbour.png", () => TypedResults.PhysicalFile(
            System.IO.Path.Combine(Folder, "harbour.png"), "image/png")).ExcludeFromDescription();
    }
}
