using ActorMail.Posts;

namespace ActorMail.Operations;

/// <summary>The argument that names a post.</summary>
internal static class PostArgument
{
    public static readonly OperationArgument Id = new("id", 'i', "the post's id, as posts shows it");

    public static async Task<OperationAnswer> WithAsync(OperationValues values, Func<PostId, Task<OperationAnswer>> work) =>
        PostId.TryParse(values[Id.Name], out var id)
            ? await work(id)
            : new OperationAnswer.Misused($"id: '{Columns.Clean(values[Id.Name])}' is no post's id");

    public static OperationAnswer Nowhere(PostId id) => new OperationAnswer.Refused($"there is no post {id}");
}
