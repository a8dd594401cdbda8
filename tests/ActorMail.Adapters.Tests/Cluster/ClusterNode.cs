using ActorMail.Cluster;
using ActorMail.Delivery;
using ActorMail.Hosting;
using ActorMail.Letters;
using ActorMail.Nodes;
using ActorMail.Relays;
using ActorMail.Subscribers;
using ActorMail.Testing;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorMail.Adapters.Tests.Cluster;

/// <summary>One node of a cluster in this process: real sockets on loopback, its own relay, the shared database.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private readonly IHost _host;

    private ClusterNode(IHost host, ScriptedRelay relay) => (_host, Relay) = (host, relay);

    public ScriptedRelay Relay { get; }

    public IActorMail Mail => _host.Services.GetRequiredService<IActorMail>();

    public IClusterWatch Watch => _host.Services.GetRequiredService<IClusterWatch>();

    public IMailerWatch Mailers => _host.Services.GetRequiredService<IMailerWatch>();

    public IClusterHealth Health => _host.Services.GetRequiredService<IClusterHealth>();

    public DrainReport Report => _host.Services.GetRequiredService<DrainReport>();

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public string Address => Akka.Cluster.Cluster.Get(System).SelfAddress.ToString();

    public Task Stopping => Stopped(_host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);

    /// <param name="roles">Both unless given.</param>
    public static async Task<ClusterNode> StartAsync(
        SqlDatabase database, MemoryDirectory directory, string[]? roles = null, ClusterTls? tls = null,
        string system = "actormail", string[]? seeds = null, string hocon = "")
    {
        ScriptedRelay relay = new();
        RelaySettings settings = new() { Name = "scripted", Host = "localhost", Port = 25, MaxConnections = 2 };
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services
            .AddSingleton(database.Posts)
            .AddSingleton(database.Agenda)
            .AddSingleton(database.Ledger)
            .AddSingleton<IDeliveryLog>(database.Log)
            .AddSingleton(database.Doubts)
            .AddSingleton(database.Allowance)
            .AddSingleton(database.Unsent)
            .AddSingleton(database.Health)
            .AddSingleton<ISubscriberStore>(database.Subscribers)
            .AddSingleton<ILetterPress>(new PlainPress())
            .AddSingleton<IRelayConnector>(relay)
            .AddSingleton<INodeDirectory>(directory)
            .AddSingleton<INamedLeases>(directory)
            .AddActorMailEngine(new EngineSettings(
                "unused", [settings], 10, OnUncertain.Resend, RetrySchedule.Default,
                new ClusterSettings("127.0.0.1", 0, seeds ?? [], roles ?? [ClusterSettings.Web, ClusterSettings.Mailer], tls)))
            .AddAkka(system, (akka, provider) => akka
                .AddHocon(hocon + Quick, HoconAddMode.Prepend)
                .WithActorMail(provider));
        var host = builder.Build();
        await host.StartAsync();
        return new ClusterNode(host, relay);
    }

    public Task UpAsync(int members = 1) => Eventually.TrueAsync(
        () => Akka.Cluster.Cluster.Get(System).State.Members.Count(member => member.Status == Akka.Cluster.MemberStatus.Up) == members
            && Health.Fault is null,
        $"a member of {members}", TimeSpan.FromSeconds(15));

    /// <summary>Ends the actors as a crash does: nothing is said to anyone.</summary>
    public Task CrashAsync() => System.Terminate();

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static async Task Stopped(CancellationToken stopping)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = stopping.Register(done.SetResult);
        await done.Task;
    }

    private const string Quick = """

        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        akka.cluster.split-brain-resolver.stable-after = 2s
        actormail.dispatcher { poll-interval = 30s, drain-waits-for-store = 500ms }
        actormail.keeper.interval = 500ms
        actormail.cluster { beat = 200ms, strangers-for = 1s }
        akka.coordinated-shutdown.default-phase-timeout = 2s
        akka.coordinated-shutdown.phases {
          service-requests-done.timeout = 5s
          cluster-sharding-shutdown-region.timeout = 2s
          cluster-exiting.timeout = 2s
        }
        """;
}
