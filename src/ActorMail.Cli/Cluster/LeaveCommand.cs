namespace ActorMail.Cli.Cluster;

/// <summary>Sends a node away in good order.</summary>
internal sealed class LeaveCommand() : MemberOrder(
    "leave", "Asks a node to end its open messages, hand over and end.", "asked to leave: it drains, hands over and ends");
