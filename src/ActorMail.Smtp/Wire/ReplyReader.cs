using System.Runtime.CompilerServices;
using System.Text;
using ActorMail.Relays;

namespace ActorMail.Smtp.Wire;

/// <summary>Reads replies (RFC 5321 4.2) from a session's stream, several out of one packet if they came so.</summary>
internal sealed class ReplyReader(Stream stream)
{
    /// <summary>Replies are lines of at most 512 bytes; a relay that goes on for so long says nothing.</summary>
    public const int MaxReply = 256 << 10;

    private const int CodeLength = 3;
    private const int KnownReplies = 4;
    private const int LongestKnown = 128;

    /// <summary>The last few short replies: most say the same again and again.</summary>
    private readonly (byte[] Line, SmtpReply Reply)[] _known = new (byte[], SmtpReply)[KnownReplies];
    private int _nextKnown;
    private byte[] _bytes = new byte[1 << 10];
    private int _from;
    private int _to;

    /// <summary>True when more has come than was asked for.</summary>
    public bool HasMore => _to > _from;

    /// <summary>Throws <see cref="EndOfStreamException"/> when the link ended and <see cref="FormatException"/> for what is no reply.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SmtpReply> ReadAsync(CancellationToken cancel)
    {
        int end;
        for (var seen = 0; (end = EndOfReply(ref seen)) < 0;) await FillAsync(cancel).ConfigureAwait(false);
        var reply = ReplyOf(_bytes.AsSpan(_from, end));
        _from += end;
        return reply;
    }

    /// <summary>Reads one whose lines say something each: what a relay offers.</summary>
    public async ValueTask<(SmtpReply Reply, string[] Lines)> ReadLinesAsync(CancellationToken cancel)
    {
        int end;
        for (var seen = 0; (end = EndOfReply(ref seen)) < 0;) await FillAsync(cancel).ConfigureAwait(false);
        var (code, text) = Split(_bytes.AsSpan(_from, end));
        _from += end;
        return (SmtpReply.Parse(code, text), text.Split('\n'));
    }

    /// <summary>The length of the reply that begins at <see cref="_from"/>, or -1 while its last line has not come whole.</summary>
    /// <param name="seen">Whole lines looked at before.</param>
    private int EndOfReply(ref int seen)
    {
        while (true)
        {
            var rest = _bytes.AsSpan(_from + seen, _to - _from - seen);
            var line = rest.IndexOf((byte)'\n') + 1;
            if (line == 0) return -1;
            seen += line;
            if (!GoesOn(rest[..line])) return seen;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync(CancellationToken cancel)
    {
        if (_from > 0)
        {
            _bytes.AsSpan(_from, _to - _from).CopyTo(_bytes);
            (_from, _to) = (0, _to - _from);
        }

        if (_to == MaxReply) throw new FormatException("a reply without an end");
        if (_to == _bytes.Length) Array.Resize(ref _bytes, Math.Min(_bytes.Length * 2, MaxReply));
        var read = await stream.ReadAsync(_bytes.AsMemory(_to), cancel).ConfigureAwait(false);
        if (read == 0) throw new EndOfStreamException();
        _to += read;
    }

    private static bool GoesOn(ReadOnlySpan<byte> line) => line.Length > CodeLength && line[CodeLength] == (byte)'-';

    private SmtpReply ReplyOf(ReadOnlySpan<byte> lines)
    {
        foreach (var (line, known) in _known)
            if (line is not null && lines.SequenceEqual(line)) return known;
        var reply = Parse(lines);
        if (lines.Length > LongestKnown) return reply;
        _known[_nextKnown] = (lines.ToArray(), reply);
        _nextKnown = (_nextKnown + 1) % KnownReplies;
        return reply;
    }

    private static SmtpReply Parse(ReadOnlySpan<byte> lines)
    {
        var (code, text) = Split(lines);
        return SmtpReply.Parse(code, text);
    }

    /// <summary>The code, and the texts of all lines.</summary>
    private static (int Code, string Text) Split(ReadOnlySpan<byte> lines)
    {
        var code = CodeOf(lines);
        var only = lines.IndexOf((byte)'\n') == lines.Length - 1;
        if (only) return (code, TextOf(lines));
        var text = new StringBuilder();
        while (!lines.IsEmpty)
        {
            var line = lines[..(lines.IndexOf((byte)'\n') + 1)];
            if (CodeOf(line) != code) throw new FormatException("a reply with two codes");
            text.Append(text.Length > 0 ? "\n" : "").Append(TextOf(line));
            lines = lines[line.Length..];
        }

        return (code, text.ToString());
    }

    private static int CodeOf(ReadOnlySpan<byte> line)
    {
        if (line.Length <= CodeLength || line[..CodeLength].ContainsAnyExceptInRange((byte)'0', (byte)'9') || line[0] is < (byte)'1' or > (byte)'5'
            || line[CodeLength] is not ((byte)' ' or (byte)'-' or (byte)'\r' or (byte)'\n'))
            throw new FormatException("a line that is no reply");
        return (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
    }

    private static string TextOf(ReadOnlySpan<byte> line) =>
        Encoding.UTF8.GetString(line.TrimEnd("\r\n"u8) is { Length: > CodeLength } text ? text[(CodeLength + 1)..] : []);
}
