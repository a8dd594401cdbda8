using ActorMail.Options;

namespace ActorMail.Node.Start;

/// <summary>
/// This process's claim on the data: SQLite would let a second node in, and two nodes on one file send everything
/// twice. PostgreSQL is shared by design; then only the folder is claimed. The system gives the claim back when the process ends, however it ends.
/// </summary>
internal sealed class DataHold : IDisposable
{
    // How a lock held by another process is told: errno of Linux, HRESULT of Windows.
    private const int WouldBlock = 11;
    private const int SharingViolation = unchecked((int)0x80070020);
    private readonly List<FileStream> _files = [];

    /// <summary>Makes the folder and holds it and the database, or refuses the start.</summary>
    public static DataHold Take(ActorMailOptions options)
    {
        var hold = new DataHold();
        try
        {
            hold.Lock(Path.Combine(options.DataDirectory, "node.lock"), options.DataDirectory);
            // A database named by its own may be shared by nodes whose folders are not.
            if (DatabaseRules.IsSqlite(options.Database)
                && DatabaseFile.TryParse(options.Database.ConnectionString ?? "", out var file, out _))
                hold.Lock(file + ".lock", file);
            return hold;
        }
        catch (StartRefused)
        {
            hold.Dispose();
            throw;
        }
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private void Lock(string path, string data)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The folder of {data} cannot be made: {fault.Message}");
        }

        try
        {
            _files.Add(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException fault) when (fault.HResult is WouldBlock or SharingViolation)
        {
            throw Refused($"Another node is running on the data in {Path.GetFullPath(data)}: "
                + "stop it, or give this one its own ActorMail:DataDirectory.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The data cannot be written to: {fault.Message}");
        }
    }

    private static StartRefused Refused(string why) => new(StartRefused.Surroundings, why);
}
