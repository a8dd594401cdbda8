using System.Diagnostics;
using ActorMail.Rig.Nodes;

namespace ActorMail.CrashRig.Mutations;

/// <summary>
/// A copy of the source tree in a folder of its own: broken, built and mended again, one mutation after the other. Only
/// the project that is broken is built there; it replaces its sound twin in a copy of the built node.
/// </summary>
internal sealed class MutatedTree : IDisposable
{
    private const string Project = "ActorMail.Sql";
    private static readonly TimeSpan BuildsWithin = TimeSpan.FromMinutes(4);

    private static readonly string[] Files =
    [
        "global.json", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig",
    ];

    private readonly string _source;
    private readonly string _copy = NodeSetup.NewFolder();

    public MutatedTree(string source)
    {
        _source = source;
        foreach (var file in Files) Copy(file);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(source, "src"), "*", SearchOption.AllDirectories))
            Copy(Path.GetRelativePath(source, file));
        var built = Path.GetDirectoryName(NodeSetup.BuiltProgram)!;
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(NodeFolder, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    private string NodeFolder => Path.Combine(_copy, "node");

    /// <summary>Builds the node with the mutation in it and gives its program.</summary>
    public async Task<string> BuildAsync(Mutation mutation)
    {
        foreach (var file in mutation.Replacements.Select(replacement => replacement.File).Distinct()) Break(mutation, file);
        await BuildAsync();
        var broken = Path.Combine(_copy, "artifacts", "bin", Project, "debug", Project + ".dll");
        File.Copy(broken, Path.Combine(NodeFolder, Project + ".dll"), overwrite: true);
        return Path.Combine(NodeFolder, Path.GetFileName(NodeSetup.BuiltProgram));
    }

    /// <summary>Puts the files back.</summary>
    public void Mend(Mutation mutation)
    {
        foreach (var replacement in mutation.Replacements) Copy(replacement.File);
    }

    public void Dispose() => Directory.Delete(_copy, recursive: true);

    private void Break(Mutation mutation, string file)
    {
        var text = File.ReadAllText(Path.Combine(_copy, file)).ReplaceLineEndings("\n");
        foreach (var replacement in mutation.Replacements.Where(replacement => replacement.File == file)) text = replacement.In(text);
        File.WriteAllText(Path.Combine(_copy, file), text);
    }

    private async Task BuildAsync()
    {
        // No server of the SDK may outlive the check; a mutation need not be in style.
        var start = new ProcessStartInfo("dotnet",
        [
            "build", $"src/{Project}", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false",
            "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false",
        ])
        {
            WorkingDirectory = _copy,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using var build = Process.Start(start)!;
        using var limit = new CancellationTokenSource(BuildsWithin);
        try
        {
            var said = await Task.WhenAll(build.StandardOutput.ReadToEndAsync(limit.Token), build.StandardError.ReadToEndAsync(limit.Token));
            await build.WaitForExitAsync(limit.Token);
            if (build.ExitCode != 0) throw new InvalidOperationException($"The broken node does not build:\n{string.Concat(said)}");
        }
        finally
        {
            if (!build.HasExited) build.Kill(entireProcessTree: true);
        }
    }

    private void Copy(string file)
    {
        var to = Path.Combine(_copy, file);
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(Path.Combine(_source, file), to, overwrite: true);
        // Newer than what was built from the broken one.
        File.SetLastWriteTimeUtc(to, TimeProvider.System.GetUtcNow().UtcDateTime);
    }
}
