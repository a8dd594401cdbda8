namespace ActorMail.Relays;

/// <summary>How the connection to a relay is secured.</summary>
public enum RelaySecurity
{
    /// <summary>Plain connect, then STARTTLS (RFC 3207), required: it never goes on in plain text.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314, usually port 465).</summary>
    Tls,

    /// <summary>No encryption; credentials are then sent to loopback only.</summary>
    None,
}

/// <summary>One SMTP server mails are handed to.</summary>
public sealed record RelaySettings
{
    /// <summary>The name shown in outcomes and logs. Unique.</summary>
    public required string Name { get; init; }

    public required string Host { get; init; }

    /// <summary>Default 587 (25 with <see cref="RelaySecurity.None"/>, 465 with <see cref="RelaySecurity.Tls"/>).</summary>
    public required int Port { get; init; }

    public RelaySecurity Security { get; init; } = RelaySecurity.StartTls;

    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>
    /// SHA-256 fingerprint (hex) of the one certificate that is trusted instead of the usual rules, for a relay with a
    /// self-signed one; null for the usual rules.
    /// </summary>
    public string? PinnedCertificate { get; init; }

    /// <summary>Connections a node opens at most. Default 8, range 1 to 256.</summary>
    public int MaxConnections { get; init; } = 8;

    /// <summary>Messages a second all nodes together start at most; null for no limit.</summary>
    public double? MessagesPerSecond { get; init; }

    /// <summary>Messages all nodes together start at most within one day (UTC); null for no limit.</summary>
    public int? MessagesPerDay { get; init; }

    /// <summary>
    /// Its part of the work beside the other relays; null takes what it can. Once one relay has a weight, those without count 1.
    /// </summary>
    public int? Weight { get; init; }

    /// <summary>How long a command may take. Default 2 minutes; the final dot has 10 minutes (RFC 5321 4.5.3.2.6).</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan FinalDotTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Never prints the password.</summary>
    public override string ToString() => $"{Name} ({Host}:{Port}, {Security.ToString().ToLowerInvariant()})";
}
