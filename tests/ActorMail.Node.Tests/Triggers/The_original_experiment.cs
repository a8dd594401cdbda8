namespace ActorMail.Node.Tests.Triggers;

/// <summary>It ran beside the other tests of the collection; here it is looked at.</summary>
[Collection(TriggerGround.Name)]
public sealed class The_original_experiment(TriggerGround ground)
{
    [PhpCurlTheory]
    [InlineData(1, 10)]
    public async Task The_author_is_answered_after_the_write_and_the_mail_arrives_later(int write, int mail)
    {
        var course = await ground.Experiment!;
        Assert.True(course.Answered - course.Asked >= TimeSpan.FromSeconds(write), course.ToString());
        Assert.True(course.MailTaken - course.MailBegan >= TimeSpan.FromSeconds(mail), course.ToString());
        // Not a bound in milliseconds, but the order of things: the page was done long before the mail server was.
        Assert.True(course.Answered < course.MailTaken - TimeSpan.FromSeconds(mail / 2), course.ToString());
        Assert.Contains("\"status\":\"sending\"", course.Answer);
        Assert.Equal("sent", course.Status);
    }
}
