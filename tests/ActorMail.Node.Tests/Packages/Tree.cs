using System.Xml.Linq;

namespace ActorMail.Node.Tests.Packages;

/// <summary>The source tree these tests were built from.</summary>
internal static class Tree
{
    public static readonly string[] Libraries =
    [
        "ActorMail", "ActorMail.DevInbox", "ActorMail.Domain", "ActorMail.Embedded", "ActorMail.Smtp", "ActorMail.Sql", "ActorMail.Web",
    ];

    public static string Root { get; } = Find();

    public static string Path(string below) => System.IO.Path.Combine(Root, below);

    public static XDocument Project(string library) => XDocument.Load(Path($"src/{library}/{library}.csproj"));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "ActorMail.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
