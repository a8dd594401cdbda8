using System.Globalization;
using ActorMail.Delivery;

namespace ActorMail.Operations;

/// <summary>Who sends on the node that is asked: mailers, relays.</summary>
internal sealed class SendingOperations(IMailerWatch watch)
{
    public IReadOnlyList<Operation> All =>
    [
        new("mailers", "Shows this node's mailers, one for each connection, and what each does.", Changes: false, [],
            async (_, cancel) => Done(await watch.LookAsync(cancel), Mailers)),
        new("relays", "Shows this node's relays and what its connections to them do.", Changes: false, [],
            async (_, cancel) => Done(await watch.LookAsync(cancel), Relays)),
    ];

    private static OperationAnswer Done(SendingState state, Func<SendingState, IEnumerable<string[]>> rows) => new OperationAnswer.Done(
    [
        .. Columns.Of([.. rows(state)]),
        .. state.StoreFault is { } fault ? [$"the store cannot be used: {Columns.Clean(fault)}"] : Array.Empty<string>(),
    ]);

    private static IEnumerable<string[]> Mailers(SendingState state) => state.Mailers
        .Select(mailer => new[]
        {
            Text(mailer.Slot), mailer.Relay, mailer.State, PostLines.Moment(mailer.Since), mailer.Post?.ToString() ?? "",
        })
        .Prepend(["MAILER", "RELAY", "STATE", "SINCE", "POST"]);

    private static IEnumerable<string[]> Relays(SendingState state) => state.Relays
        .Select(relay => new[]
        {
            relay.Name, $"{relay.Host}:{Text(relay.Port)}", Text(relay.Open), Text(relay.Sending), Text(relay.Connections), relay.Fault ?? "",
        })
        .Prepend(["NAME", "HOST", "OPEN", "SENDING", "ALLOWED", "FAULT"]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
