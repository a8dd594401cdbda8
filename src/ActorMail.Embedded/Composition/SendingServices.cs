using ActorMail.DevInbox;
using ActorMail.Letters;
using ActorMail.Relays;
using ActorMail.Smtp.Dkim;
using ActorMail.Smtp.Letters;
using ActorMail.Smtp.Letters.Confirmation;
using ActorMail.Smtp.Wire;
using ActorMail.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ActorMail.Embedded.Composition;

/// <summary>Letters, wire and engine, as every host of ActorMail has them.</summary>
internal static class SendingServices
{
    /// <summary>
    /// Needs the store's ports, <see cref="SenderSettings"/>, <see cref="InstanceKeys"/> and the list of <see cref="DkimKey"/>; takes a
    /// <see cref="ConfirmationText"/> if there is one. The actors are started by
    /// <c>AddActorMailSystem</c> or <c>WithActorMail</c>.
    /// </summary>
    /// <param name="clustered">Whether <see cref="EngineSettings.Cluster"/> will be set.</param>
    public static IServiceCollection AddSending(
        this IServiceCollection services, Func<IServiceProvider, EngineSettings> engine, bool clustered)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<ILetterPress>(provider => new LetterPress(
                provider.GetRequiredService<SenderSettings>(), provider.GetRequiredService<InstanceKeys>(),
                provider.GetRequiredService<IReadOnlyList<DkimKey>>()))
            .AddSingleton<IConfirmationPress>(provider => new ConfirmationPress(
                provider.GetRequiredService<SenderSettings>(), provider.GetRequiredService<InstanceKeys>(),
                provider.GetRequiredService<IReadOnlyList<DkimKey>>(), provider.GetService<ConfirmationText>()))
            .AddHostedService<FirstPublish>()
            .AddSingleton<IRelayConnector>(provider => new MailKitConnector(
                provider.GetRequiredService<SenderSettings>().FromEmail.Domain, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(provider => new UnsubscribeTokens(provider.GetRequiredService<InstanceKeys>()))
            .AddSingleton(provider => new ConfirmTokens(provider.GetRequiredService<InstanceKeys>()))
            .AddSingleton(provider => new AddressMarks(provider.GetRequiredService<InstanceKeys>()))
            .AddSingleton(provider => new TriggerTokens(provider.GetRequiredService<InstanceKeys>()))
            .AddActorMailEngine(engine, clustered);
    }

    /// <summary>The DevInbox in the place of a relay.</summary>
    public static RelaySettings ToRelay(this DevInboxServer inbox) => new()
    {
        Name = "inbox",
        Host = "127.0.0.1",
        Port = inbox.Port,
        Security = RelaySecurity.None,
    };
}
