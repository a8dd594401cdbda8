using System.Security.Cryptography.X509Certificates;

namespace ActorMail.DevInbox;

/// <summary>How a <see cref="DevInboxServer"/> listens and what it announces.</summary>
public sealed record DevInboxOptions
{
    /// <summary>An IP address; "localhost" means 127.0.0.1. Default 127.0.0.1.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Default 0: a free port, see <see cref="DevInboxServer.Port"/>.</summary>
    public int Port { get; init; }

    public InboxTls Tls { get; init; } = InboxTls.None;

    /// <summary>With its private key. Default: a self-signed one for localhost, made at start when TLS is wanted.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>When set, AUTH is offered and MAIL needs it.</summary>
    public InboxLogin? RequireAuth { get; init; }

    /// <summary>AUTH mechanisms offered, of PLAIN and LOGIN. Default both.</summary>
    public string AuthMechanisms { get; init; } = "PLAIN LOGIN";

    /// <summary>Bytes, announced by SIZE and enforced. Default 25 MiB.</summary>
    public int MaxMessageSize { get; init; } = 25 << 20;

    /// <summary>Bytes of the mails that are kept; the oldest leave first, the newest always stays. Default 64 MiB.</summary>
    public long KeepBytes { get; init; } = 64 << 20;

    /// <summary>A body line longer than this many bytes (without CRLF) is refused. Default 998 (RFC 5321 4.5.3.1.6).</summary>
    public int MaxBodyLine { get; init; } = 998;

    /// <summary>Whether SMTPUTF8 is offered. Default true.</summary>
    public bool SmtpUtf8 { get; init; } = true;

    /// <summary>Whether PIPELINING is offered (commands sent together are answered either way). Default true.</summary>
    public bool Pipelining { get; init; } = true;

    /// <summary>How long every final dot waits for its answer. Default zero.</summary>
    public TimeSpan DotDelay { get; init; }

    /// <summary>How long every other command waits for its answer. Default zero.</summary>
    public TimeSpan CommandDelay { get; init; }

    /// <summary>Bytes of the kernel's receive buffer of each connection; null for the system's choice.</summary>
    public int? ReceiveBuffer { get; init; }

    /// <summary>Whether <see cref="DevInboxServer.Ledger"/> is written. Default false.</summary>
    public bool KeepLedger { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>When a connection is secured.</summary>
public enum InboxTls
{
    /// <summary>Never.</summary>
    None,

    /// <summary>STARTTLS is offered, not required.</summary>
    StartTls,

    /// <summary>From the first byte.</summary>
    Implicit,
}

/// <summary>The one login that is taken.</summary>
public sealed record InboxLogin(string UserName, string Password);
