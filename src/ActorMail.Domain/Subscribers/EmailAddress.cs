using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace ActorMail.Subscribers;

/// <summary>
/// An address ActorMail is willing to write to: dot-atom local part (RFC 5321 4.1.2; RFC 6531 letters allowed) and a host name,
/// internationalised names in their ASCII form. Quoted local parts, domain literals, comments and every control character are
/// refused, so an address can never carry an SMTP command.
/// </summary>
public sealed record EmailAddress
{
    public const int MaxLength = 254;
    private const int MaxLocalLength = 64;
    private const int MaxLabelLength = 63;
    private const string AtomSpecials = "!#$%&'*+-/=?^_`{|}~";
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private string? _text;

    private EmailAddress(string local, string domain)
    {
        Local = local;
        Domain = domain;
    }

    /// <summary>The part before the @, as written.</summary>
    public string Local { get; }

    /// <summary>The host name in lower-case ASCII.</summary>
    public string Domain { get; }

    /// <summary>The form two addresses are compared in: all lower case.</summary>
    public string Normalised => $"{Local.ToLowerInvariant()}@{Domain}";

    /// <summary>True when the relay must know SMTPUTF8 to carry it.</summary>
    public bool NeedsSmtpUtf8 => !Ascii.IsValid(Local);

    /// <summary>Gives the address, or the reason why <paramref name="text"/> is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out EmailAddress? address, out string reason)
    {
        address = null;
        var trimmed = (text ?? "").Trim(' ', '\t');
        var at = trimmed.LastIndexOf('@');
        reason = "";
        if (trimmed.Length == 0) reason = "the address is empty";
        else if (HasControl(trimmed)) reason = "the address holds a control character";
        else if (trimmed.Length > MaxLength) reason = $"the address is longer than {MaxLength} characters";
        else if (at < 0) reason = "the address has no @";
        if (reason.Length > 0) return false;

        var local = trimmed[..at];
        var domain = trimmed[(at + 1)..];
        reason = LocalFault(local) ?? DomainFault(domain, out domain) ?? "";
        if (reason.Length == 0 && Encoding.UTF8.GetByteCount(local) + 1 + domain.Length > MaxLength)
            reason = $"the address is longer than {MaxLength} bytes";
        if (reason.Length > 0) return false;
        address = new EmailAddress(local, domain);
        return true;
    }

    /// <summary>The address, or a <see cref="FormatException"/> with the reason.</summary>
    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address, out var reason) ? address : throw new FormatException(reason);

    public bool Equals(EmailAddress? other) => other is not null && Domain == other.Domain
        && (Local == other.Local || Normalised == other.Normalised);

    public override int GetHashCode() => Normalised.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text ??= $"{Local}@{Domain}";

    private static bool HasControl(string text)
    {
        foreach (var character in text)
            if (char.IsControl(character)) return true;
        return false;
    }

    private static string? LocalFault(string local)
    {
        if (local.Length == 0) return "the address has nothing before the @";
        if (Encoding.UTF8.GetByteCount(local) > MaxLocalLength)
            return $"the part before the @ is longer than {MaxLocalLength} bytes";
        if (local.Contains('"')) return "a quoted part before the @ is not taken";
        if (local.StartsWith('.') || local.EndsWith('.') || local.Contains(".."))
            return "the part before the @ has a dot at its edge or two in a row";
        foreach (var rune in local.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar || !IsAtom(rune)) return $"the part before the @ holds '{rune}'";
        }

        return null;
    }

    private static bool IsAtom(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value == '.' || AtomSpecials.Contains((char)rune.Value)
        : Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string? DomainFault(string domain, out string ascii)
    {
        ascii = domain;
        if (domain.Length == 0) return "the address has nothing after the @";
        if (domain.StartsWith('[')) return "an address literal after the @ is not taken";
        try
        {
            ascii = Idn.GetAscii(domain.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return "the part after the @ is no host name";
        }

        var labels = ascii.Split('.');
        if (labels.Length < 2) return "the part after the @ has no dot";
        if (labels.Any(label => label.Length is 0 or > MaxLabelLength
                || label[0] == '-' || label[^1] == '-'
                || !label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')))
            return "the part after the @ is no host name";
        return labels[^1].All(char.IsAsciiDigit) ? "the part after the @ is a number" : null;
    }
}
