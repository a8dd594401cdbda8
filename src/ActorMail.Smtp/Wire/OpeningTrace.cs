using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ActorMail.Smtp.Wire;

/// <summary>How far the opening of one session came, and what certificate it met: for whoever asks why it ended there.</summary>
internal sealed class OpeningTrace
{
    private RelaySession? _session;

    /// <summary>The address that took the connection; null when none did.</summary>
    public IPEndPoint? Peer { get; private set; }

    public bool AskedForTls => _session?.AskedForTls ?? false;

    public bool LoggingIn { get; private set; }

    /// <summary>Null when none was shown.</summary>
    public ShownCertificate? Certificate { get; private set; }

    public void Follow(RelaySession session, IPEndPoint? peer)
    {
        (_session, Peer) = (session, peer);
        session.CertificateShown = Note;
    }

    public void LogsIn() => LoggingIn = true;

    private void Note(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is X509Certificate2 shown) Certificate = ShownCertificate.Of(shown, chain, errors);
    }
}
