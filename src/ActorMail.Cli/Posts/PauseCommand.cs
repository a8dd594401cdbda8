namespace ActorMail.Cli.Posts;

/// <summary>Stops sending until resume; once it returns, no new message starts.</summary>
internal sealed class PauseCommand() : PostOrder("pause", "Stops sending until resume; once it returns, no new message starts.");
