namespace ActorMail.SignUps;

/// <summary>Where sign-ups are kept. Every write is durable when it returns.</summary>
public interface ISignUps
{
    /// <summary>
    /// Keeps the wish and decides whether a mail is sent. What it gives may be counted and nothing else, so that nobody learns whom the mail
    /// would have reached.
    /// </summary>
    Task<SignUpTaken> AskAsync(SignUpWish wish, CancellationToken cancel);

    /// <summary>What a link leads to; null when it is void: it is too old, another sign-up took its place, or it was forgotten.</summary>
    Task<SignUpPlace?> FindAsync(string mark, int round, CancellationToken cancel);

    /// <summary>
    /// Makes the address an active subscriber and joins its lists, also if it left them before; repeating it changes nothing, not even
    /// for somebody who has left since.
    /// </summary>
    /// <param name="name">As the reader has just given it; null keeps the one that is known.</param>
    Task<SignUpConfirmed> ConfirmAsync(string mark, int round, string? name, CancellationToken cancel);

    /// <summary>Those that are not confirmed, in ascending order of id.</summary>
    /// <param name="after">Only ids above this one; null from the beginning.</param>
    Task<IReadOnlyList<SignUp>> ListAsync(SignUpId? after, int limit, CancellationToken cancel);

    Task<SignUpsOpen> CountAsync(CancellationToken cancel);
}

/// <summary>The end of confirming.</summary>
public abstract record SignUpConfirmed
{
    private SignUpConfirmed() { }

    /// <summary>The reader is on the lists, from now on or since an earlier confirmation.</summary>
    /// <param name="Again">Since an earlier one: nothing was changed.</param>
    public sealed record Done(IReadOnlyList<string> Lists, bool Again) : SignUpConfirmed;

    /// <summary>The address was suppressed meanwhile and is released by hand only; nothing was changed.</summary>
    public sealed record Suppressed : SignUpConfirmed;

    /// <summary>The link is void; nothing was changed.</summary>
    public sealed record Void : SignUpConfirmed;
}
