namespace ActorMail.Smtp.Wire;

/// <summary>
/// A stream that begins with a greeting nobody sent: after STARTTLS a relay gives none, and MailKit, which speaks from there on, waits for
/// one. Asynchronous only, as the stream under it.
/// </summary>
internal sealed class GreetedStream(Stream secured) : Stream
{
    private ReadOnlyMemory<byte> _greeting = "220 secured\r\n"u8.ToArray();

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_greeting.IsEmpty) return secured.ReadAsync(buffer, cancellationToken);
        var part = _greeting[..Math.Min(buffer.Length, _greeting.Length)];
        part.CopyTo(buffer);
        _greeting = _greeting[part.Length..];
        return ValueTask.FromResult(part.Length);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        secured.WriteAsync(buffer, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => secured.FlushAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) secured.Dispose();
        base.Dispose(disposing);
    }
}
