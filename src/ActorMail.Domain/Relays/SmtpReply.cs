namespace ActorMail.Relays;

/// <summary>An SMTP reply (RFC 5321 4.2) with its enhanced status code (RFC 3463) if it had one.</summary>
/// <param name="Code">Three digits; 0 for a refusal of our own, before any relay was asked.</param>
/// <param name="Enhanced">Such as 5.1.1; null when there was none or its class contradicts <paramref name="Code"/>.</param>
/// <param name="Text">The reply's text without the codes, at most <see cref="MaxText"/> characters, one line.</param>
public sealed record SmtpReply(int Code, string? Enhanced, string Text)
{
    public const int MaxText = 500;

    /// <summary>Splits a raw reply text; a contradicting enhanced code is thrown away (Postfix smtp_chat.c).</summary>
    public static SmtpReply Parse(int code, string text)
    {
        var line = OneLine(text);
        var end = line.IndexOf(' ');
        var first = end < 0 ? line : line[..end];
        if (!IsEnhanced(first)) return new SmtpReply(code, null, line);
        var rest = end < 0 ? "" : line[(end + 1)..].TrimStart();
        return new SmtpReply(code, first[0] - '0' == code / 100 ? first : null, rest);
    }

    /// <summary>A refusal ActorMail decided itself.</summary>
    public static SmtpReply Own(string enhanced, string text) => new(0, enhanced, OneLine(text));

    public override string ToString() => string.Join(' ', new[] { Code == 0 ? null : Code.ToString("000"), Enhanced, Text }
        .Where(part => !string.IsNullOrEmpty(part)));

    private static string OneLine(string text)
    {
        var clean = string.Join(' ', text.Split(['\r', '\n', '\t', '\0'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        return clean.Length <= MaxText ? clean : clean[..MaxText];
    }

    private static bool IsEnhanced(string text)
    {
        var parts = text.Split('.');
        return parts is ["2" or "4" or "5", _, _]
            && parts[1..].All(part => part.Length is >= 1 and <= 3 && part.All(char.IsAsciiDigit));
    }
}
