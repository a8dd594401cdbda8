namespace ActorMail.Cli.Posts;

/// <summary>Goes on sending a paused post.</summary>
internal sealed class ResumeCommand() : PostOrder("resume", "Goes on sending a paused post.");
