namespace ActorMail.Delivery;

/// <summary>The cluster has given this run up and ended its leases: it leases nothing any more.</summary>
public sealed class RunEndedException(Incarnation run) : Exception($"The others have given run {run.Value} up.");
