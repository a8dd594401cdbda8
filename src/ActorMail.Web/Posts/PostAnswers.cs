using System.Diagnostics;
using ActorMail.Posts;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace ActorMail.Web.Posts;

/// <summary>Says every refusal of a command in HTTP; success is each endpoint's own.</summary>
internal static class PostAnswers
{
    public static IResult Refusal(PostAnswer answer) => answer switch
    {
        PostAnswer.NotFound(var id) => NoPost(id.ToString()),
        PostAnswer.WrongState(_, var status, var why) => new ConflictProblem(
            why.Contains(Word(status), StringComparison.OrdinalIgnoreCase) ? why : $"The post is {Word(status)}: {why}"),
        PostAnswer.NoDelivery => new NotFoundProblem("This address has no delivery of the post."),
        PostAnswer.NotUncertain => new ConflictProblem("The delivery is not uncertain, or it is being sent again already."),
        PostAnswer.Invalid(var faults) => FieldFaults.Of(faults),
        PostAnswer.KeyTaken(var by) => new ConflictProblem($"The Idempotency-Key belongs to another request, which made post {by}."),
        PostAnswer.Unavailable(var why, var retryAfter) => new UnavailableProblem(why, retryAfter),
        PostAnswer.Stored or PostAnswer.Repeated or PostAnswer.Done =>
            throw new UnreachableException($"{answer.GetType().Name} is no refusal."),
        _ => throw new UnreachableException(answer.GetType().Name),
    };

    public static NotFoundProblem NoPost(string id) => new($"There is no post {(PostId.TryParse(id, out _) ? id : "of this id")}.");

    private static string Word(PostStatus status) => status.ToString().ToLowerInvariant();
}
