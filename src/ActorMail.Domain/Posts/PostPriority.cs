namespace ActorMail.Posts;

/// <summary>Which of several posts goes first: one of a lower priority starts nothing while one of a higher can.</summary>
public enum PostPriority
{
    Low = -1,

    Normal = 0,

    High = 1,
}
