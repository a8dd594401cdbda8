using ActorMail.Operations;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Petabridge.Cmd.Host;

namespace ActorMail.PetabridgeCmd;

/// <summary>How the palette gets into a host's actor system.</summary>
public static class PetabridgeCmdHosting
{
    /// <summary>
    /// On loopback unless the operator says otherwise (<c>Hocon__petabridge__cmd__host</c>): the protocol has no login, and
    /// the product's own default is every interface.
    /// </summary>
    private const string OnLoopback = "petabridge.cmd { host = \"127.0.0.1\", port = 9110 }";

    /// <summary>Opens the door for <c>pbm</c> and lays out the palette <c>mail</c>.</summary>
    public static AkkaConfigurationBuilder WithActorMailPalette(this AkkaConfigurationBuilder akka, IServiceProvider services) => akka
        .AddHocon(OnLoopback, HoconAddMode.Append)
        .AddPetabridgeCmd(cmd => cmd.RegisterCommandPalette(MailPalette.Of(services.GetRequiredService<MailOperations>())));
}
