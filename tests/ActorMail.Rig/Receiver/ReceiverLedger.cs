using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ActorMail.Rig.Receiver;

/// <summary>
/// The receiver's own account: append-only, and every final dot is on the disk before the node gets its answer. Dots that
/// come while the disk is busy share its next flush.
/// </summary>
public sealed class ReceiverLedger(string path) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly SafeFileHandle _file =
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, FileOptions.Asynchronous);

    private readonly List<ReceiverLine> _lines = [];
    private long _written;
    private long _flushed;

    /// <summary>Everything noted so far, in order.</summary>
    public IReadOnlyList<ReceiverLine> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    public int Count(Func<ReceiverLine, bool> which)
    {
        lock (_lock) return _lines.Count(which);
    }

    public Task AddAsync(ReceiverLine line)
    {
        var bytes = Encoding.UTF8.GetBytes(line.ToText() + "\n");
        long end;
        lock (_lock)
        {
            RandomAccess.Write(_file, bytes, _written);
            _lines.Add(line);
            end = _written += bytes.Length;
        }

        return line.Word == ReceiverWord.Dot ? FlushedAsync(end) : Task.CompletedTask;
    }

    /// <summary>The account as it lies on the disk.</summary>
    public IReadOnlyList<ReceiverLine> Read()
    {
        RandomAccess.FlushToDisk(_file);
        return [.. File.ReadLines(path).Select(ReceiverLine.Parse)];
    }

    public void Dispose()
    {
        _file.Dispose();
        _flushing.Dispose();
    }

    private async Task FlushedAsync(long end)
    {
        await _flushing.WaitAsync();
        try
        {
            if (_flushed >= end) return;
            var upTo = Interlocked.Read(ref _written);
            RandomAccess.FlushToDisk(_file);
            _flushed = upTo;
        }
        finally
        {
            _flushing.Release();
        }
    }
}
