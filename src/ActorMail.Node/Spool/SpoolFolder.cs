namespace ActorMail.Node.Spool;

/// <summary>
/// The intake directory on the disk: <c>spool/*.md</c> waits, <c>taken/</c> is being published, <c>done/</c> and <c>failed/</c> keep
/// what became of it, with a line of text beside each file. Every step of a file is one rename.
/// </summary>
internal sealed class SpoolFolder(string dataDirectory)
{
    private readonly string _root = Path.Combine(dataDirectory, "spool");

    /// <summary>What lay there at one look.</summary>
    internal readonly record struct Sight(string Name, long Length, DateTime Written);

    public void Make()
    {
        foreach (var name in (string[])["taken", "done", "failed"]) Directory.CreateDirectory(Path.Combine(_root, name));
    }

    /// <summary>Files that wait, by name. Those that are empty or whose names begin with a dot are still to come.</summary>
    public IReadOnlyList<Sight> Waiting() => Look(_root);

    /// <summary>Files that were taken and are not done with, as after a kill.</summary>
    public IReadOnlyList<Sight> Taken() => Look(Path.Combine(_root, "taken"));

    /// <summary>Takes a file, unless it has changed since it was seen or one of its name is being published.</summary>
    public bool TryTake(Sight seen)
    {
        var (waiting, taken) = (Path.Combine(_root, seen.Name), At("taken", seen.Name));
        if (File.Exists(taken)) return false;
        try
        {
            File.Move(waiting, taken);
        }
        catch (FileNotFoundException)
        {
            return false;
        }

        if (See(taken) == seen) return true;
        // Somebody still writes to it: it goes on doing so under the old name.
        File.Move(taken, waiting);
        return false;
    }

    public byte[] Read(Sight taken) => File.ReadAllBytes(At("taken", taken.Name));

    /// <summary>Who may put a link here need not be allowed to read what it leads to.</summary>
    public bool IsLink(Sight taken) => new FileInfo(At("taken", taken.Name)).LinkTarget is not null;

    public void Done(Sight taken, string what) => End(taken, "done", what);

    public void Failed(Sight taken, string why) => End(taken, "failed", why);

    /// <summary>The line comes first: a file that lies there has its reason beside it.</summary>
    private void End(Sight taken, string folder, string line)
    {
        var name = Free(folder, taken.Name);
        File.WriteAllText(At(folder, name + ".txt"), line + "\n");
        File.Move(At("taken", taken.Name), At(folder, name));
    }

    /// <summary>The name, or <c>name-2.md</c> and so on when there is a file of it.</summary>
    private string Free(string folder, string name)
    {
        var free = name;
        for (var copy = 2; File.Exists(At(folder, free)); copy++) free = $"{Path.GetFileNameWithoutExtension(name)}-{copy}.md";
        return free;
    }

    private string At(string folder, string name) => Path.Combine(_root, folder, name);

    private static List<Sight> Look(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.md").Where(path => !Path.GetFileName(path).StartsWith('.'))
            .Select(See).OfType<Sight>().Where(seen => seen.Length > 0).OrderBy(seen => seen.Name, StringComparer.Ordinal),
    ];

    private static Sight? See(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new Sight(file.Name, file.Length, file.LastWriteTimeUtc) : null;
    }
}
