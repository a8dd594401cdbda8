using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ActorMail.Preflight.Spf;

/// <summary>One mechanism of an SPF record with its qualifier.</summary>
/// <param name="Domain">Null for the record's own.</param>
/// <param name="Network">Of ip4 and ip6.</param>
/// <param name="Bits4">How much of an IPv4 address has to be the same.</param>
internal sealed record SpfTerm(
    SpfMechanism Mechanism, SpfResult Qualifier, string? Domain, IPAddress? Network, int Bits4, int Bits6)
{
    private const int All4 = 32;
    private const int All6 = 128;

    /// <summary>Whether it counts among the ten that a check may ask the DNS for (RFC 7208 4.6.4).</summary>
    public bool IsLookup => Mechanism is not (SpfMechanism.All or SpfMechanism.Ip4 or SpfMechanism.Ip6);

    /// <summary>It depends on the message, or on a reverse name (RFC 7208 5.5 advises against): it cannot be told beforehand.</summary>
    public bool Depends => Mechanism == SpfMechanism.Ptr || Domain?.Contains('%') == true;

    public static bool TryParse(string word, [NotNullWhen(true)] out SpfTerm? term)
    {
        term = null;
        var qualifier = word[0] switch
        {
            '-' => SpfResult.Fail,
            '~' => SpfResult.SoftFail,
            '?' => SpfResult.Neutral,
            _ => SpfResult.Pass,
        };
        var text = word[0] is '+' or '-' or '~' or '?' ? word[1..] : word;
        var end = text.AsSpan().IndexOfAny(':', '/');
        var name = end < 0 ? text : text[..end];
        var rest = end < 0 ? "" : text[end..];
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !name.All(char.IsAsciiLetterOrDigit)
            || !Enum.TryParse<SpfMechanism>(name, ignoreCase: true, out var mechanism)) return false;
        term = mechanism switch
        {
            SpfMechanism.All => rest.Length == 0 ? new SpfTerm(mechanism, qualifier, null, null, 0, 0) : null,
            SpfMechanism.Include or SpfMechanism.Exists => rest.Length > 1 && rest[0] == ':'
                ? new SpfTerm(mechanism, qualifier, rest[1..], null, All4, All6)
                : null,
            SpfMechanism.Ip4 => Ip(mechanism, qualifier, rest, AddressFamily.InterNetwork, All4),
            SpfMechanism.Ip6 => Ip(mechanism, qualifier, rest, AddressFamily.InterNetworkV6, All6),
            _ => OfDomain(mechanism, qualifier, rest),
        };
        return term is not null;
    }

    /// <summary>Whether <paramref name="address"/> lies in the network of <paramref name="other"/>.</summary>
    public bool Covers(IPAddress other, IPAddress address)
    {
        if (other.AddressFamily != address.AddressFamily) return false;
        return new IPNetwork(Masked(other), BitsOf(other)).Contains(address);
    }

    private int BitsOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? Bits4 : Bits6;

    private IPAddress Masked(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        for (int at = 0, bits = BitsOf(address); at < bytes.Length; at++, bits -= 8)
            bytes[at] &= bits >= 8 ? (byte)0xff : bits <= 0 ? (byte)0 : (byte)(0xff << (8 - bits));
        return new IPAddress(bytes);
    }

    private static SpfTerm? Ip(SpfMechanism mechanism, SpfResult qualifier, string rest, AddressFamily family, int most)
    {
        if (!rest.StartsWith(':')) return null;
        var parts = rest[1..].Split('/');
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out var network) || network.AddressFamily != family) return null;
        if (family == AddressFamily.InterNetwork && parts[0].Count(c => c == '.') != 3) return null;
        var bits = most;
        if (parts.Length == 2 && !TryBits(parts[1], most, out bits)) return null;
        return new SpfTerm(mechanism, qualifier, null, network, family == AddressFamily.InterNetwork ? bits : 0, bits);
    }

    /// <summary>a, mx and ptr: <c>[:domain][/bits4][//bits6]</c>.</summary>
    private static SpfTerm? OfDomain(SpfMechanism mechanism, SpfResult qualifier, string rest)
    {
        var slash = rest.IndexOf('/');
        var named = slash < 0 ? rest : rest[..slash];
        var (bits4, bits6) = (All4, All6);
        if (slash >= 0)
        {
            if (mechanism == SpfMechanism.Ptr) return null;
            var prefixes = rest[slash..].Split("//", 2);
            if (prefixes[0].Length > 0 && !TryBits(prefixes[0][1..], All4, out bits4)) return null;
            if (prefixes.Length > 1 && !TryBits(prefixes[1], All6, out bits6)) return null;
        }

        if (named.Length == 1) return null;
        return new SpfTerm(mechanism, qualifier, named.Length == 0 ? null : named[1..], null, bits4, bits6);
    }

    private static bool TryBits(string text, int most, out int bits) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= most;
}

/// <summary>The mechanisms of RFC 7208 5.</summary>
internal enum SpfMechanism
{
    All,
    Include,
    A,
    Mx,
    Ptr,
    Ip4,
    Ip6,
    Exists,
}

/// <summary>What a check comes to (RFC 7208 2.6); the names serve as qualifiers too.</summary>
internal enum SpfResult
{
    None,
    Pass,
    Fail,
    SoftFail,
    Neutral,

    /// <summary>A term depends on the message or on a reverse name.</summary>
    Untold,
    TempError,
    PermError,
}
