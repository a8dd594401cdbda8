using System.Globalization;
using System.Text;

namespace ActorMail.CrashRig.Receiver;

/// <summary>What a line of the receiver's ledger says happened.</summary>
internal enum ReceiverWord
{
    /// <summary>RCPT was taken.</summary>
    Begun,

    /// <summary>The final dot was seen: from here on the receiver has the message.</summary>
    Dot,

    /// <summary>The 250 was written.</summary>
    Answered,
}

/// <summary>One line of the receiver's ledger.</summary>
/// <param name="Life">The life of the node that opened the connection, from 0.</param>
/// <param name="Nth">Counts the messages of the connection from 1.</param>
/// <param name="MessageId">Empty at <see cref="ReceiverWord.Begun"/>.</param>
internal sealed record ReceiverLine(
    ReceiverWord Word, int Life, long Connection, int Nth, string Recipient, string MessageId, DateTimeOffset At);

/// <summary>The receiver's own account: append-only, on the disk before the node gets its answer.</summary>
internal sealed class ReceiverLedger(string path) : IDisposable
{
    private const char Tab = '\t';
    private readonly Lock _lock = new();
    private readonly FileStream _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    public void Add(ReceiverLine line)
    {
        var text = string.Join(Tab, line.Word, line.Life, line.Connection, line.Nth, line.Recipient, line.MessageId,
            line.At.ToString("O", CultureInfo.InvariantCulture));
        lock (_lock)
        {
            _file.Write(Encoding.UTF8.GetBytes(text + "\n"));
            _file.Flush(flushToDisk: line.Word == ReceiverWord.Dot);
        }
    }

    /// <summary>The account as it lies on the disk.</summary>
    public IReadOnlyList<ReceiverLine> Read()
    {
        lock (_lock) _file.Flush(flushToDisk: true);
        return [.. File.ReadLines(path).Select(Parse)];
    }

    public void Dispose() => _file.Dispose();

    private static ReceiverLine Parse(string text)
    {
        var parts = text.Split(Tab);
        return new ReceiverLine(Enum.Parse<ReceiverWord>(parts[0]), Number(parts[1]), Number(parts[2]), Number(parts[3]),
            parts[4], parts[5], DateTimeOffset.Parse(parts[6], CultureInfo.InvariantCulture));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
