namespace ActorMail.Hosting;

/// <summary>What a host knows only after its actors have started and every letter needs. Optional in the container.</summary>
/// <param name="Opens">Nothing is sent before it ends; publishing goes on.</param>
internal sealed record SendingGate(Task Opens);
