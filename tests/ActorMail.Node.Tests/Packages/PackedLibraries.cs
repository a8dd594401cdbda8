using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;

namespace ActorMail.Node.Tests.Packages;

/// <summary>The packages of the built tree, packed once for all tests, under a version nobody else has.</summary>
public sealed class PackedLibraries : IAsyncLifetime
{
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "actormail-packed-" + Guid.NewGuid().ToString("n"));

    public string Version { get; } =
        "0.1.0-test." + TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    public string Feed => Path.Combine(Folder, "feed");

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Feed);
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name;
        await Command.RunAsync(
            Tree.Root, "dotnet", "pack", "ActorMail.sln", "--no-build", "-c", configuration, "-o", Feed, $"-p:Version={Version}", "-v", "quiet",
            "-nodeReuse:false");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        var cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        foreach (var library in Tree.Libraries)
        {
            var unpacked = Path.Combine(cache, library.ToLowerInvariant(), Version);
            if (Directory.Exists(unpacked)) Directory.Delete(unpacked, recursive: true);
        }

        return Task.CompletedTask;
    }

    /// <summary>The nuspec's metadata and the names of the package's files.</summary>
    public (XElement Metadata, IReadOnlyList<string> Files) Open(string library)
    {
        using var package = ZipFile.OpenRead(Path.Combine(Feed, $"{library}.{Version}.nupkg"));
        using var nuspec = package.GetEntry($"{library}.nuspec")!.Open();
        return (XDocument.Load(nuspec).Root!.Elements().Single(), [.. package.Entries.Select(entry => entry.FullName)]);
    }
}
