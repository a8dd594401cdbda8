using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ActorMail.Relays;

namespace ActorMail.Smtp.Wire;

/// <summary>
/// Secures a session before MailKit speaks on it, from the first byte or by STARTTLS (RFC 3207): MailKit would keep the encrypted stream to
/// itself, and commands could not leave together.
/// </summary>
internal static class RelayTls
{
    private const int Ready = 220;
    private static readonly byte[] StartTls = "STARTTLS\r\n"u8.ToArray();

    /// <summary>Null when what is said from now on is as secure as the settings ask for; throws for a link that breaks.</summary>
    public static async Task<RelayFault?> SecureAsync(RelaySession session, RelaySettings relay, string ehloName, CancellationToken cancel)
    {
        if (relay.Security == RelaySecurity.None) return null;
        if (relay.Security == RelaySecurity.StartTls && await AskAsync(session, ehloName, cancel).ConfigureAwait(false) is { } refused) return refused;
        session.Watchdog.Allow(session.CommandTimeout);
        try
        {
            await session.SecureAsync(Options(relay, session), cancel).ConfigureAwait(false);
            return null;
        }
        // A link that broke in the handshake may heal; a certificate or a version that does not fit will not.
        catch (AuthenticationException untrusted) when (!session.Watchdog.Bitten)
        {
            return OpeningFault.Of(SmtpPhase.StartTls, LinkEnd.Untrusted, $"No trusted TLS: {untrusted.Message}");
        }
    }

    private static async Task<RelayFault?> AskAsync(RelaySession session, string ehloName, CancellationToken cancel)
    {
        var greeting = await session.Replies.ReadAsync(cancel).ConfigureAwait(false);
        if (greeting.Code != Ready) return OpeningFault.Of(SmtpPhase.Connect, greeting, "The relay answered");
        await SayAsync(session, Encoding.ASCII.GetBytes($"EHLO {NameOf(ehloName)}\r\n"), cancel).ConfigureAwait(false);
        var (hello, offers) = await session.Replies.ReadLinesAsync(cancel).ConfigureAwait(false);
        if (hello.Code / 100 != 2) return OpeningFault.Of(SmtpPhase.Connect, hello, "The relay answered");
        if (!offers.Skip(1).Any(line => line.Trim().Equals("STARTTLS", StringComparison.OrdinalIgnoreCase)))
            return OpeningFault.Of(SmtpPhase.StartTls, LinkEnd.NoStartTls, "The relay does not offer STARTTLS.");
        session.AskedForTls = true;
        await SayAsync(session, StartTls, cancel).ConfigureAwait(false);
        var go = await session.Replies.ReadAsync(cancel).ConfigureAwait(false);
        if (go.Code / 100 != 2) return OpeningFault.Of(SmtpPhase.StartTls, go, "The relay refused STARTTLS");
        // What came along in plain text is somebody's who sits in between.
        return session.Replies.HasMore
            ? OpeningFault.Of(SmtpPhase.StartTls, LinkEnd.Nonsense, "The relay said more in plain text than that TLS may begin.")
            : null;
    }

    private static async Task SayAsync(RelaySession session, byte[] command, CancellationToken cancel)
    {
        session.Watchdog.Allow(session.CommandTimeout);
        await session.Stream.WriteAsync(command, cancel).ConfigureAwait(false);
        await session.Stream.FlushAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>A name in ASCII, an address as a literal (RFC 5321 4.1.3).</summary>
    private static string NameOf(string ehloName) =>
        !IPAddress.TryParse(ehloName, out var address) ? new IdnMapping().GetAscii(ehloName)
        : address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";

    private static SslClientAuthenticationOptions Options(RelaySettings relay, RelaySession session) => new()
    {
        TargetHost = relay.Host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        // A revocation check fetches from the certificate's authority on every connection: slow, often blocked by the firewall of
        // a mail host, and when blocked it refuses a good relay. A relay is one known peer; who needs more pins its certificate.
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            session.CertificateShown?.Invoke(certificate, chain, errors);
            return relay.PinnedCertificate is { } pin
                ? certificate is not null && SameFingerprint(pin, certificate.GetCertHashString(HashAlgorithmName.SHA256))
                : errors == SslPolicyErrors.None;
        },
    };

    private static bool SameFingerprint(string pin, string fingerprint) =>
        string.Equals(pin.Replace(":", "", StringComparison.Ordinal), fingerprint, StringComparison.OrdinalIgnoreCase);
}
