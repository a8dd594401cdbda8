namespace ActorMail.Storage;

/// <summary>Whether what is asked of the store can be stored now, whoever asks: a publish, an import, a round.</summary>
public interface IStoreHealth
{
    /// <summary>Why the last write failed; null once one succeeded again.</summary>
    string? Fault { get; }

    /// <summary>Writes a little that means nothing, to find out whether the fault has ended.</summary>
    Task ProbeAsync(CancellationToken cancel);
}
