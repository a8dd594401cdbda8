using ActorMail.Posts;
using ActorMail.Smtp;
using ActorMail.Smtp.Letters;

namespace ActorMail.Adapters.Tests.Letters;

public sealed class AReaderWhoCannotBeWrittenTo
{
    [Fact]
    public void One_readers_values_fail_that_reader_only()
    {
        var letter = (IMimeLetter)Mail.Press.Compose(Mail.Post(new PostContent("x", Markdown: "{{ 10 | divided_by: subscriber.attributes.city }}")));

        var failure = Assert.Throws<LetterFailedException>(() => Mail.Bytes(letter, Mail.Reader(city: "0")));
        Assert.Contains("divides by 0", failure.Message, StringComparison.Ordinal);
        Assert.Contains("5", Mail.Parse(Mail.Bytes(letter, Mail.Reader(city: "2"))).TextBody, StringComparison.Ordinal);
    }
}
