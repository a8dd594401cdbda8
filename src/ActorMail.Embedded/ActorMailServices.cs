using ActorMail;
using ActorMail.DevInbox;
using ActorMail.Embedded.Composition;
using ActorMail.Embedded.Start;
using ActorMail.Options;
using ActorMail.Tokens;
using ActorMail.Web;
using Microsoft.Extensions.Hosting;

// Where AddLogging and the like are, so that an application finds it without a using.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>ActorMail as a service of an application.</summary>
public static class ActorMailServices
{
    /// <summary>
    /// Adds <see cref="IActorMail"/> and what it needs, in an actor system of its own that starts and drains with the application.
    /// No port is opened. Wrong values stop the start with an <see cref="ActorMailStartException"/>.
    /// </summary>
    /// <param name="configure">Says at least where the data is and where mails go.</param>
    /// <exception cref="InvalidOperationException">The container has an ActorMail already, or an actor system that is not joined.</exception>
    public static IServiceCollection AddActorMail(this IServiceCollection services, Action<ActorMailBuilder> configure)
    {
        if (services.Any(service => service.ServiceType == typeof(IActorMail)))
            throw new InvalidOperationException("AddActorMail was called before; a second ActorMail needs a host of its own.");
        var mail = new ActorMailBuilder();
        configure(mail);

        services.AddSingleton(_ => EmbeddedOptions.Sound(mail));
        services.AddGround(mail);
        services.AddStorePorts();
        services.AddSending(provider => EmbeddedSettings.Engine(mail, provider), clustered: false);
        services.AddActorMailGuestDoor();
        services.AddSingleton(DoorWait.Gate);
        // Before the actor system, so that a system too many is refused before it starts.
        services.AddSingleton<IHostedService>(provider => new SystemCheck(mail.Joins, services, provider));
        if (mail.Joins) return services;
        SystemCheck.RefuseOthers(services, ours: 0);
        return services.AddActorMailSystem(mail.OwnName ?? "actormail", (akka, provider) =>
        {
            foreach (var more in mail.Akka) more(akka, provider);
        });
    }

    /// <summary>What an instance stands on, made by whoever needs it first; the container gives it back, the last made first.</summary>
    private static void AddGround(this IServiceCollection services, ActorMailBuilder mail)
    {
        services.AddSingleton(provider => DataHold.TakeDatabase(provider.GetRequiredService<ActorMailOptions>()));
        services.AddSingleton(provider =>
        {
            provider.GetRequiredService<DataHold>();
            return Wait(() => StoreOpening.OpenAsync(provider.GetRequiredService<ActorMailOptions>()));
        });
        services.AddSingleton(provider => new InstanceKeys(
            Wait(() => provider.GetRequiredService<SqlDatabase>().Secret.GetOrCreateAsync(CancellationToken.None))));
        services.AddSingleton(EmbeddedSettings.Sender);
        if (mail.Confirmation is { } confirmation) services.AddSingleton(confirmation);
        services.AddSingleton(provider => SigningKeys.Read(provider.GetRequiredService<ActorMailOptions>()).Keys);
        if (mail.Inbox is { } inbox)
            services.AddSingleton(_ => Wait(() => DevInboxServer.StartAsync(inbox, CancellationToken.None)));
    }

    /// <summary>A container makes nothing asynchronously, and what an application asks for must be whole when it gets it.</summary>
    private static T Wait<T>(Func<Task<T>> make) => Task.Run(make).GetAwaiter().GetResult();
}
