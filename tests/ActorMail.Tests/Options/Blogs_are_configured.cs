using ActorMail.Hooks;
using ActorMail.Options;
using ActorMail.Webhooks;

namespace ActorMail.Tests.Options;

public sealed class Blogs_are_configured
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void Sound_keys_become_settings()
    {
        var read = Section.Read(
            "Feeds:0:Url=https://blog.example/feed", "Feeds:1:Url=http://b.example/rss", "Feeds:1:Name=b", "Feeds:1:List=Readers", "Feeds:1:Every=2h",
            "Feeds:1:Most=3", "Feeds:1:Draft=true", "Hooks:0:Kind=Ghost", "Hooks:0:Secret=0123456789abcdef", "Hooks:1:Kind=wordpress",
            $"Hooks:1:Secret={Secret}", "Hooks:1:Name=wp", "Webhooks:0:Url=https://x.example/hook", $"Webhooks:0:Secret={Secret} {Secret}",
            "Webhooks:0:Events=post.finished, Delivery.bounced", "Outbound:Trusted:0=127.0.0.1:8080", "Outbound:Trusted:1=[::1]:9000");
        Assert.Equal([], read.Faults);
        var feeds = read.Options.ToFeeds();
        Assert.Equal(("https://blog.example/feed", "default", TimeSpan.FromMinutes(15), 5, false), (feeds[0].Name, feeds[0].List, feeds[0].Every, feeds[0].Most, feeds[0].Draft));
        Assert.Equal(("b", "readers", TimeSpan.FromHours(2), 3, true), (feeds[1].Name, feeds[1].List, feeds[1].Every, feeds[1].Most, feeds[1].Draft));
        Assert.Equal([("ghost", HookKind.Ghost), ("wp", HookKind.WordPress)], read.Options.ToHooks().Select(hook => (hook.Name, hook.Kind)));
        var webhook = Assert.Single(read.Options.ToWebhooks());
        Assert.Equal((WebhookEvents.PostFinished | WebhookEvents.DeliveryBounced, 2), (webhook.Events, webhook.Secrets.Count));
        Assert.Equal(["127.0.0.1:8080", "::1:9000"], read.Options.ToTrusted());
        Assert.DoesNotContain("secret", $"{read.Options.ToHooks()[0]}{webhook}", StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_webhook_is_told_everything_unless_it_says_otherwise() => Assert.Equal(
        WebhookEvents.All, Section.Read("Webhooks:0:Url=https://x.example/", $"Webhooks:0:Secret={Secret}").Options.ToWebhooks()[0].Events);

    [Theory]
    [InlineData("Feeds:0:Every=1h", "Feeds:0:Url: missing")]
    [InlineData("Feeds:0:Url=blog.example/feed", "Feeds:0:Url: no http or https address")]
    [InlineData("Feeds:0:Url=https://a:b@blog.example/feed", "Feeds:0:Url: a name or password")]
    [InlineData("Feeds:0:Url=https://b.example/|Feeds:0:Every=5s", "Feeds:0:Every: 00:00:05 is not within")]
    [InlineData("Feeds:0:Url=https://b.example/|Feeds:0:Most=0", "Feeds:0:Most: 0 is not within")]
    [InlineData("Feeds:0:Url=https://b.example/|Feeds:0:List=a b", "Feeds:0:List:")]
    [InlineData("Feeds:0:Url=https://b.example/|Feeds:1:Url=https://b.example/", "Feeds:1:Name: 'https://b.example/' names two feeds")]
    [InlineData("Feeds:0:Url=https://b.example/|Feeds:0:Draft=perhaps", "Feeds:0:Draft: 'perhaps' is neither")]
    [InlineData("Feeds:0:Uri=https://b.example/", "Feeds:0:Uri: unknown key; did you mean ActorMail:Feeds:0:Url?")]
    [InlineData("Hooks:0:Secret=0123456789abcdef", "Hooks:0:Kind: missing")]
    [InlineData("Hooks:0:Kind=drupal", "Hooks:0:Kind: 'drupal' is none of")]
    [InlineData("Hooks:0:Kind=ghost", "Hooks:0:Secret: missing")]
    [InlineData("Hooks:0:Kind=ghost|Hooks:0:Secret=short", "Hooks:0:Secret: has 5 characters")]
    [InlineData("Hooks:0:Kind=wordpress|Hooks:0:Secret=0123456789abcdef", "Hooks:0:Secret: does not begin with whsec_")]
    [InlineData("Hooks:0:Kind=ghost|Hooks:0:Secret=0123456789abcdef|Hooks:0:Name=a/b", "Hooks:0:Name: 'a/b' is no name")]
    [InlineData("Webhooks:0:Url=https://x.example/", "Webhooks:0:Secret: missing")]
    [InlineData("Webhooks:0:Secret=whsec_x|Webhooks:0:Url=https://x.example/", "Webhooks:0:Secret: is no base 64")]
    [InlineData("Webhooks:0:Url=https://x.example/|Webhooks:0:Events=post.started", "Webhooks:0:Events: 'post.started' is none of post.finished")]
    [InlineData("Outbound:Trusted:0=intranet", "Outbound:Trusted:0: 'intranet' is no host:port")]
    [InlineData("Outbound:Trusted:0=http://intranet:80", "Outbound:Trusted:0:")]
    public void Wrong_keys_are_named(string lines, string fault) =>
        Assert.Contains(Section.Read(lines.Split('|')).Faults, found => $"{found}".StartsWith($"ActorMail:{fault}", StringComparison.Ordinal));

    [Fact]
    public void No_fault_repeats_a_secret()
    {
        var faults = Section.Read("Hooks:0:Kind=wordpress", "Hooks:0:Secret=hush-hush-hush-hush", "Webhooks:0:Url=https://x.example/", "Webhooks:0:Secret=hush").Faults;
        Assert.Equal(2, faults.Count);
        Assert.All(faults, fault => Assert.DoesNotContain("hush", $"{fault}"));
    }
}
