using ActorMail.Letters;
using ActorMail.Preflight;
using ActorMail.Relays;
using ActorMail.Testing.Names;

namespace ActorMail.Adapters.Tests.Preflight;

/// <summary>A check of example.org against a DNS server of the test's own, on which all is well until a test says otherwise.</summary>
internal sealed class PreflightRig : IAsyncDisposable
{
    public const string Domain = "example.org";
    public const string Outer = "203.0.113.9";

    public PreflightRig() => Names
        .Text(Domain, "something else", $"v=spf1 ip4:{Outer} -all")
        .Text($"_dmarc.{Domain}", "v=DMARC1; p=quarantine; rua=mailto:dmarc@example.org")
        .Text(Key.RecordName, Key.Record)
        .MailHost(Domain, "mx.example.org")
        .Host("smtp.example.net", Outer);

    public NameServer Names { get; } = new();

    /// <summary>The key of the node.</summary>
    public static DkimIdentity Key { get; } = new(Domain, "m1", DkimKeyKind.Ed25519, new byte[32]);

    /// <summary>A relay that is not there: what is published is looked at all the same.</summary>
    public static RelaySettings Away { get; } = new()
    {
        Name = "away", Host = "smtp.example.net", Port = 587, ConnectTimeout = TimeSpan.FromMilliseconds(1),
    };

    public Task<IReadOnlyList<Finding>> RunAsync(params RelaySettings[] relays) => RunAsync(Domain, [Key], relays);

    public Task<IReadOnlyList<Finding>> RunAsync(string? domain, IReadOnlyList<DkimIdentity> keys, params RelaySettings[] relays) =>
        new SendingPreflight(() => relays, domain, keys, Names.Address, TimeProvider.System).RunAsync(default);

    /// <summary>The one finding of its kind.</summary>
    public static Finding One(IReadOnlyList<Finding> findings, string what) => findings.Single(finding => finding.What == what);

    public ValueTask DisposeAsync() => Names.DisposeAsync();
}
