using Akka.Actor;
using Akka.Hosting;

namespace Petabridge.Cmd.Host;

/// <summary>Keeps the palettes and opens no port.</summary>
public sealed class PetabridgeCmd(ExtendedActorSystem system) : IExtension
{
    private readonly List<CommandPaletteHandler> _palettes = [];

    public ActorSystem Sys { get; } = system;

    public IReadOnlyList<CommandPaletteHandler> Palettes => _palettes;

    public static PetabridgeCmd Get(ActorSystem system) => system.WithExtension<PetabridgeCmd, Provider>();

    public void RegisterCommandPalette(CommandPaletteHandler handler)
    {
        _palettes.Add(handler);
        handler.OnRegister(this);
    }

    private sealed class Provider : ExtensionIdProvider<PetabridgeCmd>
    {
        public override PetabridgeCmd CreateExtension(ExtendedActorSystem system) => new(system);
    }
}

public abstract class CommandPaletteHandler(CommandPalette palette)
{
    public CommandPalette Palette { get; } = palette;

    public abstract Props HandlerProps { get; }

    public virtual void OnRegister(PetabridgeCmd plugin)
    {
        // Nothing to start: there is no port.
    }
}

public abstract class CommandHandlerActor : ReceiveActor
{
    private readonly Dictionary<string, Action<Command>> _handlers = [];

    protected CommandHandlerActor(CommandPalette palette)
    {
        Palette = palette;
        Receive<Command>(command => _handlers[command.Name](command));
    }

    protected CommandPalette Palette { get; }

    protected void Process(string name, Action<Command> handler) => _handlers[name] = handler;
}

public static class PetabridgeCmdHostingExtensions
{
    public static AkkaConfigurationBuilder AddPetabridgeCmd(this AkkaConfigurationBuilder builder, Action<PetabridgeCmd> cmd) =>
        builder.AddStartup((system, _) => cmd(PetabridgeCmd.Get(system)));
}
