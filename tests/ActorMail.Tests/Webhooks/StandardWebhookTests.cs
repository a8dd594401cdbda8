using System.Text;
using ActorMail.Webhooks;

namespace ActorMail.Tests.Webhooks;

public sealed class StandardWebhookTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
    private static readonly WebhookSecret Secret = Read("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static readonly WebhookSecret Other = Read("whsec_" + Convert.ToBase64String(new byte[32]));

    [Fact]
    public void The_signature_is_the_one_of_the_specifications_libraries() =>
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", StandardWebhook.Sign([Secret], Id, At, Body));

    [Fact]
    public void While_a_secret_is_replaced_both_sign_and_either_is_believed()
    {
        var signatures = StandardWebhook.Sign([Other, Secret], Id, At, Body);
        Assert.Equal(2, signatures.Split(' ').Length);
        Assert.Null(Fault(signatures));
        Assert.Null(StandardWebhook.Fault([Other], Id, "1614265330", signatures, Body, At));
    }

    [Fact]
    public void Everything_that_is_signed_counts()
    {
        var signed = StandardWebhook.Sign([Secret], Id, At, Body);
        Assert.Null(Fault(signed));
        Assert.Null(Fault("v1,AAAA v2,x " + signed));
        Assert.NotNull(Fault(signed, id: "msg_other"));
        Assert.NotNull(Fault(signed, timestamp: "1614265331"));
        Assert.NotNull(StandardWebhook.Fault([Secret], Id, "1614265330", signed, [.. Body, (byte)' '], At));
        Assert.NotNull(StandardWebhook.Fault([Other], Id, "1614265330", signed, Body, At));
        Assert.NotNull(Fault(signed.Replace("v1,", "v2,")));
        Assert.NotNull(Fault(signed[..^4]));
    }

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void A_message_of_another_time_is_not_believed(int secondsLater, bool believed) => Assert.Equal(
        believed, StandardWebhook.Fault([Secret], Id, "1614265330", StandardWebhook.Sign([Secret], Id, At, Body), Body, At.AddSeconds(secondsLater)) is null);

    [Theory]
    [InlineData(null, "1614265330")]
    [InlineData("msg", null)]
    [InlineData("msg", "")]
    [InlineData("msg", "x")]
    [InlineData("msg", "-1614265330")]
    [InlineData("msg", "9223372036854775807")]
    public void Without_its_parts_nothing_is_believed(string? id, string? timestamp) =>
        Assert.NotNull(StandardWebhook.Fault([Secret], id, timestamp, "v1,AAAA", Body, At));

    [Theory]
    [InlineData("", "missing")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "begin")]
    [InlineData("whsec_not base 64!", "base 64")]
    [InlineData("whsec_AAAA", "3 bytes")]
    public void A_secret_that_is_none_says_why_without_itself(string text, string why)
    {
        Assert.False(WebhookSecret.TryParse(text, out _, out var reason));
        Assert.Contains(why, reason);
        if (text.Length > 10) Assert.DoesNotContain(text[6..], reason);
        Assert.DoesNotContain("MfKQ", Secret.ToString());
    }

    private static string? Fault(string signatures, string? id = Id, string? timestamp = "1614265330") =>
        StandardWebhook.Fault([Secret], id, timestamp, signatures, Body, At);

    private static WebhookSecret Read(string text) => WebhookSecret.TryParse(text, out var secret, out var reason) ? secret : throw new FormatException(reason);
}
