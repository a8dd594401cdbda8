namespace ActorMail.Letters;

/// <summary>The owner's own words for the mail that asks to confirm a sign-up (docs/sign-up.md).</summary>
/// <param name="Subject">May show <c>list.name</c>, <c>sender.name</c> and <c>sender.email</c>.</param>
/// <param name="Markdown">May show them too, and has to show <c>confirm_url</c>.</param>
public sealed record ConfirmationText(string Subject, string Markdown);
