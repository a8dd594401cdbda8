namespace ActorMail.Cli.Cluster;

/// <summary>Declares a node dead.</summary>
internal sealed class DownCommand() : MemberOrder(
    "down", "Declares a node dead that cannot be reached; one that lives ends by itself.",
    "declared dead: the others go on without it");
