namespace ActorMail.Wire;

/// <summary>Said from one node to another. Each has its line in <see cref="WireForms"/>.</summary>
internal interface IWire;
