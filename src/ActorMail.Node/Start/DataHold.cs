namespace ActorMail.Node.Start;

/// <summary>
/// This process's claim on the data: SQLite would let a second node in, and two nodes on one file send everything
/// twice. The system gives the claim back when the process ends, however it ends.
/// </summary>
internal sealed class DataHold : IDisposable
{
    private readonly FileStream _file;

    private DataHold(FileStream file) => _file = file;

    /// <summary>Makes the folder and holds it, or refuses the start.</summary>
    public static DataHold Take(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartRefused(
                StartRefused.Surroundings, $"The data directory {directory} cannot be made: {fault.Message}");
        }

        var path = Path.Combine(directory, "node.lock");
        try
        {
            return new DataHold(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StartRefused(
                StartRefused.Surroundings, $"The data directory {directory} cannot be written to: {fault.Message}");
        }
        catch (IOException)
        {
            throw new StartRefused(StartRefused.Surroundings,
                $"Another node is running on the data in {Path.GetFullPath(directory)}: "
                + "stop it, or give this one its own ActorMail:DataDirectory.");
        }
    }

    public void Dispose() => _file.Dispose();
}
