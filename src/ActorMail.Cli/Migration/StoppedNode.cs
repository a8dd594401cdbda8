using ActorMail.Cli.CommandLine;

namespace ActorMail.Cli.Migration;

/// <summary>Makes sure that nobody writes to a SQLite file any more and that all of it is in the one file.</summary>
internal static class StoppedNode
{
    public static void Check(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (new[] { $"{file}.lock", Path.Combine(folder, "node.lock") }.FirstOrDefault(IsHeld) is { } held)
            throw CommandEnded.Refused($"the node of {file} still runs (it holds {held}): stop it first");
        if (new FileInfo($"{file}-wal") is { Exists: true, Length: > 0 } log)
            throw CommandEnded.Refused(
                $"{log.Name} lies beside {file}: its node still runs, or was killed; start and stop it once, so that all is in one file");
    }

    /// <summary>A lock of another user's node cannot be tried; the log beside the file tells enough then.</summary>
    private static bool IsHeld(string path)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var taken = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault is IOException;
        }
    }
}
