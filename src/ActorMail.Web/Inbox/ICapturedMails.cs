namespace ActorMail.Web.Inbox;

/// <summary>The mails an inbox for development has caught; register one to get the pages under <c>/inbox</c>.</summary>
public interface ICapturedMails
{
    /// <summary>How many came in all.</summary>
    long Received { get; }

    /// <summary>The newest below <paramref name="before"/>, newest first.</summary>
    IReadOnlyList<CapturedView> Newest(int count, long? before);

    CapturedView? Find(long number);
}

/// <summary>One captured mail as its pages show it.</summary>
/// <param name="Source">The message as it came over the wire.</param>
public sealed record CapturedView(
    long Number, DateTimeOffset At, string From, string To, string Subject, string? Html, string? Text, string Source);
