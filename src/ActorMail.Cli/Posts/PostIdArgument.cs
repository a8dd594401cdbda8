using System.CommandLine;

namespace ActorMail.Cli.Posts;

/// <summary>The argument ID.</summary>
internal sealed class PostIdArgument : Argument<string>
{
    public PostIdArgument() : base("ID")
    {
        Description = "The post's id, as publish and posts print it.";
        CompletionSources.Add(PostSuggestions.Of);
        Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var id }] && !id.All(char.IsAsciiLetterOrDigit))
                result.AddError($"'{id}' is not a post's id.");
        });
    }
}
