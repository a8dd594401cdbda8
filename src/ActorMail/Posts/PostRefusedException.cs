namespace ActorMail.Posts;

/// <summary>A command about a post was not done; see <see cref="PostAnswer.OrThrow"/>.</summary>
public sealed class PostRefusedException : Exception
{
    internal PostRefusedException(PostAnswer answer)
        : base(Why(answer)) => Answer = answer;

    /// <summary>What the command was answered.</summary>
    public PostAnswer Answer { get; }

    private static string Why(PostAnswer answer) => answer switch
    {
        PostAnswer.NotFound(var id) => $"There is no post {id}.",
        PostAnswer.WrongState(_, _, var why) => why,
        PostAnswer.NoDelivery(var id) => $"This address has no delivery of the post {id}.",
        PostAnswer.NotUncertain(var id) => $"This address's delivery of the post {id} is not uncertain.",
        PostAnswer.Invalid(var faults) => string.Join("; ", faults.Select(fault => $"{fault.Field} {fault.Message}")),
        PostAnswer.KeyTaken(var by) => $"The idempotency key belongs to another request, which made the post {by}.",
        PostAnswer.Unavailable(var why, _) => why,
        _ => answer.ToString(),
    };
}
