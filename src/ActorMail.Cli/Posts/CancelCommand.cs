namespace ActorMail.Cli.Posts;

/// <summary>Stops sending for good; once it returns, no new message starts.</summary>
internal sealed class CancelCommand() : PostOrder("cancel", "Stops sending for good; once it returns, no new message starts.");
