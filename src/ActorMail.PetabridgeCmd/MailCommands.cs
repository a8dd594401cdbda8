using ActorMail.Operations;
using Akka.Actor;
using Petabridge.Cmd;
using Petabridge.Cmd.Host;

namespace ActorMail.PetabridgeCmd;

/// <summary>Carries out what one <c>pbm</c> asks; every command is answered, the last line is final.</summary>
internal sealed class MailCommands : CommandHandlerActor
{
    public MailCommands(MailOperations operations, CommandPalette palette) : base(palette)
    {
        foreach (var operation in operations.All) Process(operation.Name, command => Run(operation, command, Sender));
    }

    private static void Run(Operation operation, Command command, IActorRef asker) => _ = AnswerAsync(operation, command, asker);

    private static async Task AnswerAsync(Operation operation, Command command, IActorRef asker)
    {
        try
        {
            switch (await operation.RunAsync(Values(operation, command), CancellationToken.None))
            {
                case OperationAnswer.Done(var lines):
                    foreach (var line in lines) asker.Tell(new CommandResponse(line, false));
                    asker.Tell(CommandResponse.Empty);
                    break;
                case OperationAnswer.Misused(var why):
                    asker.Tell(new ErroredCommandResponse(why));
                    break;
                case OperationAnswer.Refused(var why):
                    asker.Tell(new ErroredCommandResponse(why));
                    break;
            }
        }
        catch (Exception surprise)
        {
            asker.Tell(new ErroredCommandResponse($"failed: {surprise.Message}"));
        }
    }

    /// <summary>An argument comes under one of its switches; what has none of them is left for the operation to refuse.</summary>
    private static Dictionary<string, string> Values(Operation operation, Command command)
    {
        Dictionary<string, string> values = [];
        foreach (var (given, value) in command.Arguments)
        {
            var argument = operation.Arguments.FirstOrDefault(known => given == $"-{known.Switch}" || given == $"--{known.Name}");
            values[argument?.Name ?? given] = value;
        }

        return values;
    }
}
