using ActorMail.DevInbox;
using ActorMail.Embedded.Composition;
using ActorMail.Letters;
using ActorMail.Options;
using ActorMail.Web.Guest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Embedded.Start;

/// <summary>Sound options in the domain's words, as an application's ActorMail needs them.</summary>
internal static class EmbeddedSettings
{
    private static readonly Uri Kestrels = new("http://localhost:5000");

    public static EngineSettings Engine(ActorMailBuilder mail, IServiceProvider provider)
    {
        var options = provider.GetRequiredService<ActorMailOptions>();
        var relays = provider.GetService<DevInboxServer>() is { } inbox ? [inbox.ToRelay()] : options.ToRelays();
        return options.ToEngine(mail.Node, relays);
    }

    public static SenderSettings Sender(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<ActorMailOptions>();
        var sender = options.ToSender(Listening(provider.GetService<IConfiguration>()));
        return sender with { PublicUrlNow = Below(sender.PublicUrl, provider.GetRequiredService<DoorPlace>()) };
    }

    /// <summary>The door may be put after this was asked for: a Startup class maps it when all services have started.</summary>
    private static Func<Uri> Below(Uri site, DoorPlace door)
    {
        var (known, prefix) = (site, "");
        return () =>
        {
            lock (door)
            {
                if (door.Prefix != prefix)
                    (known, prefix) = (new Uri(site.AbsoluteUri.TrimEnd('/') + door.Prefix), door.Prefix);
                return known;
            }
        };
    }

    /// <summary>Only for the links in mails that the DevInbox catches.</summary>
    private static Uri Listening(IConfiguration? configuration)
    {
        var first = ListeningAddress.Read(configuration?.AsEnumerable() ?? [])[0];
        return first is { Link: { } link, Text: not ListeningAddress.Default } ? link : Kestrels;
    }
}
