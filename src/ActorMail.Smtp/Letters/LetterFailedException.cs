namespace ActorMail.Smtp.Letters;

/// <summary>
/// A letter that cannot be made for one reader; the delivery is rejected with <see cref="Exception.Message"/>. Where the values of
/// the post itself are at fault it is thrown while composing, and the post is unfit.
/// </summary>
internal sealed class LetterFailedException : Exception
{
    public LetterFailedException(string message)
        : base(message) { }

    public LetterFailedException(string message, Exception cause)
        : base(message, cause) { }
}
