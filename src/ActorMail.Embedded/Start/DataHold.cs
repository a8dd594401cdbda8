using ActorMail.Options;

namespace ActorMail.Embedded.Start;

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
    public static DataHold Take(ActorMailOptions options) => Take(options, options.DataDirectory);

    /// <summary>The same for an application, whose folder is its own business: holds the database only.</summary>
    public static DataHold TakeDatabase(ActorMailOptions options) => Take(options, null);

    private static DataHold Take(ActorMailOptions options, string? folder)
    {
        var hold = new DataHold();
        try
        {
            if (folder is not null) hold.Lock(Path.Combine(folder, "node.lock"), folder);
            // The file is held by its own name, however a node came to it: nodes may share it whose folders are not the same.
            if (DatabaseRules.IsSqlite(options.Database) && DatabaseFile.TryParse(options.ToConnectionString(), out var file, out _))
                hold.Lock(Followed(file) + ".lock", file);
            return hold;
        }
        catch (ActorMailStartException)
        {
            hold.Dispose();
            throw;
        }
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private static string Followed(string file)
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            // Opening the database says better what is wrong.
            return file;
        }
    }

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
                + "stop it, or give this one its own ActorMail:DataDirectory or database.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The data cannot be written to: {fault.Message}");
        }
    }

    private static ActorMailStartException Refused(string why) => new([why]);
}
