namespace ActorMail.Options;

/// <summary>One wrong key: where it stands and what would be right. Never holds a secret.</summary>
/// <param name="Path">The whole configuration path, such as <c>ActorMail:Relays:0:Port</c>.</param>
internal sealed record OptionFault(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>The options as far as they could be read, and every fault found in them.</summary>
internal sealed record CheckedOptions(ActorMailOptions Options, IReadOnlyList<OptionFault> Faults)
{
    public bool Sound => Faults.Count == 0;
}
