using Akka.Hosting;
#if PETABRIDGE_CMD
using ActorMail.PetabridgeCmd;
#endif

namespace ActorMail.Node.Start;

/// <summary>The palette for <c>pbm</c>, in a node built with <c>-p:PetabridgeCmd=true</c> only (docs/petabridge-cmd.md).</summary>
internal static class Palette
{
    public static AkkaConfigurationBuilder WithPalette(this AkkaConfigurationBuilder akka, IServiceProvider services) =>
#if PETABRIDGE_CMD
        akka.WithActorMailPalette(services);
#else
        akka;
#endif
}
