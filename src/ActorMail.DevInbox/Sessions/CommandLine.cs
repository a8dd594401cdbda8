using System.Text;

namespace ActorMail.DevInbox;

internal enum LineKind
{
    Command,
    TooLong,
    BareLf,
    End,
}

/// <summary>One line of the dialogue.</summary>
internal readonly record struct CommandLine(LineKind Kind, string Text)
{
    /// <summary>RFC 5321 says 512; AUTH (RFC 4954) may send up to 12,288.</summary>
    private const int MaxLength = 12_288;

    public string Verb => Text.IndexOf(' ') is var end and >= 0 ? Text[..end].ToUpperInvariant() : Text.ToUpperInvariant();

    public string Rest => Text.IndexOf(' ') is var end and >= 0 ? Text[(end + 1)..].Trim() : "";

    public static async ValueTask<CommandLine> ReadAsync(InboxTransport transport, CancellationToken cancel)
    {
        var tooLong = false;
        var looked = 0;
        while (true)
        {
            var unread = transport.Unread;
            var end = unread.Span[looked..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = unread[..(looked + end)];
                var kind = tooLong || line.Length > MaxLength ? LineKind.TooLong
                    : line.Span is [.., (byte)'\r'] ? LineKind.Command : LineKind.BareLf;
                var text = kind == LineKind.Command ? Encoding.UTF8.GetString(line.Span[..^1]) : "";
                transport.Take(line.Length + 1);
                return new CommandLine(kind, text);
            }

            looked = unread.Length;
            if (looked > MaxLength)
            {
                tooLong = true;
                transport.Take(looked);
                looked = 0;
            }

            if (!await transport.FillAsync(cancel).ConfigureAwait(false)) return new CommandLine(LineKind.End, "");
        }
    }
}
