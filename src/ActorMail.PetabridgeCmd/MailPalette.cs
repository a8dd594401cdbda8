using ActorMail.Operations;
using Akka.Actor;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace ActorMail.PetabridgeCmd;

/// <summary>The palette <c>mail</c>: each of ActorMail's operations as a command of <c>pbm</c>.</summary>
internal sealed class MailPalette : CommandPaletteHandler
{
    public const string Name = "mail";
    private readonly MailOperations _operations;
    private readonly CommandPalette _palette;

    private MailPalette(MailOperations operations, CommandPalette palette) : base(palette) =>
        (_operations, _palette) = (operations, palette);

    /// <summary>One for each connection of a <c>pbm</c>.</summary>
    public override Props HandlerProps => Props.Create(() => new MailCommands(_operations, _palette));

    public static MailPalette Of(MailOperations operations) =>
        new(operations, new CommandPalette(Name, operations.All.Select(Definition)));

    private static CommandDefinition Definition(Operation operation) => operation.Arguments.Aggregate(
        new CommandDefinitionBuilder().WithName(operation.Name).WithDescription(operation.Help),
        (command, argument) => command.WithArgument(builder => builder
            .WithName(argument.Name)
            .WithDescription(argument.Help)
            .IsMandatory(argument.Required)
            .WithSwitch($"-{argument.Switch}")
            .WithSwitch($"--{argument.Name}"))).Build();
}
