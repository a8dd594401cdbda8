namespace ActorMail.Options;

/// <summary>
/// Where things are and how much is allowed (configuration section <c>ActorMail</c>). How the actors run stands in
/// <c>hocon/</c>; no knob is in both.
/// </summary>
public sealed class ActorMailOptions
{
    public const string Section = "ActorMail";

    /// <summary>The folder of everything a node writes. Default <c>./data</c>.</summary>
    public string DataDirectory { get; set; } = "./data";

    public DatabaseOptions Database { get; set; } = new();

    /// <summary>
    /// The letters' sender: <c>name@example.org</c> or <c>A Name &lt;name@example.org&gt;</c>. Required with a relay.
    /// </summary>
    public string? From { get; set; }

    /// <summary>Where readers reach this node: http or https, absolute. Required with a relay.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>The SMTP servers; with none, the DevInbox captures every mail.</summary>
    public IList<RelayOptions> Relays { get; set; } = [];

    /// <summary>Limits of recipients' providers that are not the defaults of <see cref="DeliveryOptions"/>.</summary>
    public IList<DomainOptions> Domains { get; set; } = [];
    /// <summary>Keys that sign every letter; several for one domain each add a signature. Default: none.</summary>
    public IList<DkimOptions> Dkim { get; set; } = [];

    public DeliveryOptions Delivery { get; set; } = new();

    public TriggerOptions Triggers { get; set; } = new();

    public SignUpOptions SignUp { get; set; } = new();

    public ClusterOptions Cluster { get; set; } = new();

    public IList<ApiKeyOptions> ApiKeys { get; set; } = [];

    /// <summary>Feeds whose new items become posts; none by default.</summary>
    public IList<FeedOptions> Feeds { get; set; } = [];

    /// <summary>Blogs that tell of their posts themselves; none by default.</summary>
    public IList<HookOptions> Hooks { get; set; } = [];

    /// <summary>Who is told what happens; nobody by default.</summary>
    public IList<WebhookOptions> Webhooks { get; set; } = [];

    public OutboundOptions Outbound { get; set; } = new();

    public DnsOptions Dns { get; set; } = new();

    public TelemetryOptions Telemetry { get; set; } = new();
}

/// <summary>Where everything is kept.</summary>
public sealed class DatabaseOptions
{
    /// <summary><c>sqlite</c> (default) or <c>postgresql</c>.</summary>
    public string Provider { get; set; } = "sqlite";

    /// <summary>
    /// Default of sqlite: <c>Data Source={DataDirectory}/actormail.db</c>. Required with postgresql, in Npgsql's words:
    /// <c>Host=db.example.org;Database=actormail;Username=actormail;Password=...</c>.
    /// </summary>
    public string? ConnectionString { get; set; }
}

/// <summary>One SMTP server.</summary>
public sealed class RelayOptions
{
    /// <summary>The name in outcomes and logs, unique. Default: the host.</summary>
    public string? Name { get; set; }

    /// <summary>Host name or address. Required.</summary>
    public string? Host { get; set; }

    /// <summary>1 to 65535. Default 587 with starttls, 465 with tls, 25 with none.</summary>
    public int? Port { get; set; }

    /// <summary><c>starttls</c> (default), <c>tls</c> or <c>none</c>.</summary>
    public string Security { get; set; } = "starttls";

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>Connections a node opens at most. Default 8, range 1 to 256.</summary>
    public int MaxConnections { get; set; } = 8;

    /// <summary>Messages a second all nodes together start at most, above 0. Default: no limit.</summary>
    public double? MessagesPerSecond { get; set; }

    /// <summary>Messages all nodes together start at most within a day (UTC), at least 1. Default: no limit.</summary>
    public int? MessagesPerDay { get; set; }

    /// <summary>
    /// Its part of the work, 1 to 1,000: with 3 and 1, three messages of four. Default: what it can take; once one relay has a
    /// weight, those without count 1.
    /// </summary>
    public int? Weight { get; set; }
}

/// <summary>How much a node sends at a time to one provider of its recipients.</summary>
public sealed class DomainOptions
{
    /// <summary>The provider by one of its domains, such as <c>gmail.com</c>: it holds for all of them. Required, unique.</summary>
    public string? Name { get; set; }

    /// <summary>Messages a node has under way to it at most, 1 to 256. Default: <see cref="DeliveryOptions.ConnectionsPerDomain"/>.</summary>
    public int? MaxConnections { get; set; }

    /// <summary>Messages a second a node starts at most. Default: <see cref="DeliveryOptions.MessagesPerSecondPerDomain"/>.</summary>
    public double? MessagesPerSecond { get; set; }
}

/// <summary>A key that signs letters (RFC 6376).</summary>
public sealed class DkimOptions
{
    /// <summary>The domain of <c>From</c>, or one above it. Default: the domain of <c>From</c>.</summary>
    public string? Domain { get; set; }

    /// <summary>The name under <c>_domainkey</c> where the public half is published. Required.</summary>
    public string? Selector { get; set; }

    /// <summary>A PEM file: RSA (2048 bits) or Ed25519. Required.</summary>
    public string? PrivateKeyFile { get; set; }
}

/// <summary>Whom the check asks for what is published of the sender.</summary>
public sealed class DnsOptions
{
    /// <summary>A DNS server: an address, with a port when it is not 53, as in <c>10.0.0.2:5353</c>. Default: those of the machine.</summary>
    public string? Server { get; set; }
}

/// <summary>How deliveries are made and when they are given up.</summary>
public sealed class DeliveryOptions
{
    /// <summary>Recipients leased at a time. Default 500, range 1 to 10,000.</summary>
    public int SliceSize { get; set; } = 500;

    /// <summary>
    /// <c>resend</c> (default), <c>hold</c> or <c>skip</c>: what becomes of a delivery nobody knows the end of.
    /// </summary>
    public string OnUncertain { get; set; } = "resend";

    /// <summary>
    /// How long after its first attempt a deferred delivery is given up. Default 48 h, range 1 minute to 5 days.
    /// </summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(48);

    /// <summary>
    /// The waits after the first, second, … attempt at a deferred delivery; the last one repeats, and each is up to 20 % longer by
    /// chance. Each 1 second to 24 hours, 20 at most. Default (none given): 5m, 15m, 30m, 1h, 2h, 4h.
    /// </summary>
    public IList<TimeSpan> Retries { get; set; } = [];

    /// <summary>
    /// How long after its post has ended an accepted delivery is kept by name; then only how many there were is. Default: for ever. At
    /// least 1 hour.
    /// </summary>
    public TimeSpan? CompactAfter { get; set; }

    /// <summary>Messages a node has under way to one provider at most. Default 20, range 1 to 256.</summary>
    public int ConnectionsPerDomain { get; set; } = 20;

    /// <summary>Messages a second a node starts to one provider at most, above 0. Default: no limit.</summary>
    public double? MessagesPerSecondPerDomain { get; set; }
}

/// <summary>Which triggers publish a prepared draft.</summary>
public sealed class TriggerOptions
{
    /// <summary>
    /// Whether fetching <c>/t/{token}.gif</c> publishes the token's draft. Default false: whoever may make a browser load an image
    /// then needs only a token.
    /// </summary>
    public bool Image { get; set; }
}

/// <summary>One key of the HTTP API.</summary>
public sealed class ApiKeyOptions
{
    /// <summary>At least 16 characters.</summary>
    public string? Key { get; set; }

    /// <summary><c>admin</c> (default: everything), <c>publish</c> (posts only) or <c>read</c>.</summary>
    public string Role { get; set; } = "admin";
}
