namespace ActorMail.Posts;

/// <summary>Where a post stands; see docs/message-lifecycle.md for the arrows.</summary>
public enum PostStatus
{
    /// <summary>Stored, to be published by a command.</summary>
    Draft,

    /// <summary>Published by the clock, at <see cref="Post.PublishAt"/>.</summary>
    Scheduled,

    /// <summary>Its deliveries are granted, round by round.</summary>
    Sending,

    /// <summary>Nothing new starts until it is resumed.</summary>
    Paused,

    /// <summary>Every reader of the audience has an outcome.</summary>
    Sent,

    /// <summary>Stopped for good; readers not yet reached are counted as cancelled.</summary>
    Cancelled,
}
