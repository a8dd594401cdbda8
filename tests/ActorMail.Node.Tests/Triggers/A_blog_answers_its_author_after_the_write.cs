namespace ActorMail.Node.Tests.Triggers;

/// <summary>The original experiment. It ran beside the other tests of the collection; here it is looked at.</summary>
[Collection(TriggerGround.Name)]
public sealed class A_blog_answers_its_author_after_the_write(TriggerGround ground)
{
    private static readonly TimeSpan Write = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Mail = TimeSpan.FromSeconds(10);

    [PhpCurlFact]
    public async Task And_the_mail_arrives_ten_seconds_later()
    {
        var course = await ground.Experiment!;
        Assert.True(course.Answered - course.Asked >= Write, course.ToString());
        Assert.True(course.MailTaken - course.MailBegan >= Mail, course.ToString());
        // Not a bound in milliseconds, but the order of things: the page was done long before the mail server was.
        Assert.True(course.Answered < course.MailTaken - Mail / 2, course.ToString());
        Assert.Contains("\"status\":\"sending\"", course.Answer);
        Assert.Equal("sent", course.Status);
    }
}
