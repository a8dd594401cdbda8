using ActorMail.DevInbox;
using ActorMail.Letters;
using ActorMail.Node.Health;
using ActorMail.Options;
using ActorMail.Relays;
using ActorMail.Smtp.Letters;
using ActorMail.Smtp.Wire;
using ActorMail.Tokens;
using ActorMail.Web;
using Akka.Hosting;

namespace ActorMail.Node.Start;

/// <summary>What the node puts into its container.</summary>
internal static class NodeServices
{
    /// <summary>Letters, wire and actors. Without a relay, the DevInbox is the relay.</summary>
    public static IServiceCollection AddSending(
        this IServiceCollection services, NodeConfiguration node, InstanceKeys keys, DevInboxServer? inbox)
    {
        var sender = node.Options.ToSender(node.Door);
        IReadOnlyList<RelaySettings> relays = inbox is null ? node.Options.ToRelays() : [ToRelay(inbox)];
        return services
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ILetterPress>(new LetterPress(sender, keys, node.Dkim.Keys))
            .AddHostedService<FirstPublish>()
            .AddSingleton<IRelayConnector>(new MailKitConnector(sender.FromEmail.Domain, TimeProvider.System))
            .AddActorMailEngine(node.Options.ToEngine(Environment.MachineName, relays, node.Cluster))
            .AddAkka(node.SystemName, (akka, provider) => akka
                .ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLoggerFactory();
                })
                .WithActorMail(provider)
                .WithOperatorsHocon(provider.GetRequiredService<IConfiguration>()));
    }

    /// <summary>Section by section, because a section comes with its own name, and "Hocon" is none of Akka's.</summary>
    private static AkkaConfigurationBuilder WithOperatorsHocon(this AkkaConfigurationBuilder akka, IConfiguration configuration) =>
        configuration.GetSection("Hocon").GetChildren()
            .Aggregate(akka, (builder, part) => builder.AddHocon(part, HoconAddMode.Prepend));

    /// <summary>The HTTP door, its pages and its health.</summary>
    public static IServiceCollection AddDoor(
        this IServiceCollection services, NodeConfiguration node, InstanceKeys keys, DevInboxServer? inbox)
    {
        if (inbox is not null) services.AddSingleton(inbox);
        services.AddSingleton(node.Options).AddSingleton(new UnsubscribeTokens(keys)).AddActorMailWeb();
        services.AddHealthChecks()
            .AddCheck<SendingHealth>("sending", tags: ["ready"])
            .AddCheck<MembershipHealth>("cluster", tags: ["ready"]);
        return services;
    }

    private static RelaySettings ToRelay(DevInboxServer inbox) => new()
    {
        Name = "inbox",
        Host = "127.0.0.1",
        Port = inbox.Port,
        Security = RelaySecurity.None,
    };
}
