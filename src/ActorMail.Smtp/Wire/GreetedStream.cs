namespace ActorMail.Smtp.Wire;

/// <summary>
/// A stream that begins with a greeting nobody sent: after STARTTLS a relay gives none, and MailKit, which speaks from there on, waits for
/// one.
/// </summary>
internal sealed class GreetedStream(Stream secured) : AsyncOnlyStream
{
    private ReadOnlyMemory<byte> _greeting = "220 secured\r\n"u8.ToArray();

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

    protected override void Dispose(bool disposing)
    {
        if (disposing) secured.Dispose();
        base.Dispose(disposing);
    }
}
