using ActorMail.Letters;
using ActorMail.Posts;

namespace ActorMail.Tests.Letters;

public sealed class APostThatCannotBeComposed
{
    [Theory]
    [InlineData("{{ list.name | times: 79228162514264337593543950335 }}", "too large")]
    [InlineData("{{ list.name | minus: 2024 | divided_by: 0 }}", "divides by 0")]
    public void Is_told_as_unfit_whichever_of_its_values_spoils_it(string markdown, string why)
    {
        Post post = new()
        {
            Id = new PostId(1), List = "2024", Content = new PostContent("s", Markdown: markdown), Status = PostStatus.Sending, CreatedAt = default,
        };
        Assert.Contains(why, Assert.Throws<LetterException>(() => Press.Default.Compose(post)).Message, StringComparison.Ordinal);
    }
}
