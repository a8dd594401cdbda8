namespace ActorMail.DevInbox;

internal enum BodyEnd
{
    /// <summary>CR LF . CR LF was seen.</summary>
    Dot,

    /// <summary>As many bytes were read as were asked for.</summary>
    Stopped,

    /// <summary>The client ended.</summary>
    Lost,
}

/// <summary>
/// Reads a body up to its end, which is CR LF . CR LF and nothing else: other servers' guesses (LF . LF and the like) are what
/// SMTP smuggling lives on. The raw bytes gather in one buffer that is reused for the connection's next mails.
/// </summary>
internal sealed class BodyReader(InboxTransport transport, int maxSize)
{
    private const int KeepBuffer = 1 << 20;
    private static readonly byte[] FirstLine = "\r\n"u8.ToArray();
    private byte[] _raw = new byte[32 << 10];
    private int _length;

    /// <summary>Bytes of the body read so far, stuffed dots and all.</summary>
    public long Read { get; private set; }

    public bool TooBig { get; private set; }

    private static ReadOnlySpan<byte> End => "\r\n.\r\n"u8;

    public void Start()
    {
        // The CR LF of the DATA command: a dot on the first line then needs no rule of its own.
        FirstLine.CopyTo(_raw, 0);
        _length = FirstLine.Length;
        Read = 0;
        TooBig = false;
    }

    /// <summary>Reads on to the end or until <paramref name="stopAt"/> bytes were read.</summary>
    public async ValueTask<BodyEnd> ReadAsync(long stopAt, CancellationToken cancel)
    {
        while (true)
        {
            if (Read >= stopAt) return BodyEnd.Stopped;
            var chunk = transport.Unread;
            if (chunk.Length > stopAt - Read) chunk = chunk[..(int)(stopAt - Read)];
            if (Append(chunk.Span)) return BodyEnd.Dot;
            if (Read < stopAt && !await transport.FillAsync(cancel).ConfigureAwait(false)) return BodyEnd.Lost;
        }
    }

    /// <summary>The message, stuffed dots removed.</summary>
    public byte[] Message()
    {
        var body = _raw.AsSpan(0, _length);
        var message = new byte[_length - FirstLine.Length - body.Count("\r\n."u8)];
        var target = message.AsSpan();
        for (body = body[FirstLine.Length..]; !body.IsEmpty;)
        {
            if (body.Length == _length - FirstLine.Length && body[0] == (byte)'.') body = body[1..];
            var next = body.IndexOf("\r\n."u8);
            var take = next < 0 ? body.Length : next + 2;
            body[..take].CopyTo(target);
            target = target[take..];
            body = body[(next < 0 ? take : take + 1)..];
        }

        if (_raw.Length > KeepBuffer) _raw = new byte[32 << 10];
        return message;
    }

    private bool Append(ReadOnlySpan<byte> chunk)
    {
        if (_length + chunk.Length > _raw.Length)
            Array.Resize(ref _raw, Math.Max(_raw.Length * 2, _length + chunk.Length));
        chunk.CopyTo(_raw.AsSpan(_length));
        var from = Math.Max(0, _length - End.Length + 1);
        var found = _raw.AsSpan(from, _length + chunk.Length - from).IndexOf(End);
        var taken = found < 0 ? chunk.Length : from + found + End.Length - _length;
        transport.Take(taken);
        Read += taken;
        _length = found < 0 ? _length + chunk.Length : from + found + FirstLine.Length;
        if (Read > maxSize + (found < 0 ? 0 : End.Length)) TooBig = true;
        if (TooBig && found < 0) Forget();
        return found >= 0;
    }

    // What is too big is not kept; only what the search for the end needs.
    private void Forget()
    {
        var keep = Math.Min(_length, End.Length - 1);
        _raw.AsSpan(_length - keep, keep).CopyTo(_raw);
        _length = keep;
    }
}
