using System.Security.Cryptography;
using System.Text;
using ActorMail.Hooks;
using ActorMail.Webhooks;

namespace ActorMail.Tests.Hooks;

public sealed class HookSignatureTests
{
    private const string Secret = "0123456789abcdef";
    private static readonly DateTimeOffset Now = new(2026, 1, 6, 9, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"post":{"current":{"title":"Ebbe in Föhr"}}}""");
    private static readonly HookSettings Ghost = new("ghost", HookKind.Ghost, Secret, "default", false);
    private static readonly HookSettings Plugin = new("wp", HookKind.WpWebhooks, Secret, "default", false);

    [Fact]
    public void Ghost_signs_the_body_and_the_time()
    {
        var now = Now.ToUnixTimeMilliseconds();
        Assert.Null(GhostFault(Signed(now)));
        Assert.Null(GhostFault(Signed(now).ToUpperInvariant().Replace("SHA256=", "sha256=").Replace("T=", "t=")));
        Assert.Contains("not ours", GhostFault(Signed(now), [.. Body, (byte)' ']));
        Assert.Contains("not ours", GhostFault(Signed(now, "another secret !")));
        Assert.Contains("not ours", GhostFault(Signed(now).Replace($"t={now}", $"t={now + 1}")));
        Assert.Contains("not ours", GhostFault($"sha256=abc, t={now}"));
    }

    [Fact]
    public void What_Ghost_signed_at_another_time_is_not_believed()
    {
        Assert.Contains("minutes off", GhostFault(Signed(Now.AddMinutes(-6).ToUnixTimeMilliseconds())));
        Assert.Contains("minutes off", GhostFault(Signed(Now.AddMinutes(6).ToUnixTimeMilliseconds())));
        // Seconds instead of milliseconds are a moment of 1970.
        Assert.Contains("minutes off", GhostFault(Signed(Now.ToUnixTimeSeconds())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=abc")]
    [InlineData("t=1")]
    [InlineData("sha256=, t=")]
    [InlineData("sha256=abc, t=x")]
    public void Without_a_signature_nothing_is_believed(string? header) => Assert.NotNull(GhostFault(header));

    [Fact]
    public void The_plugin_signs_the_body_only()
    {
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Body));
        Assert.Null(HookSignature.Fault(Plugin, _ => signature, Body, Now));
        Assert.NotNull(HookSignature.Fault(Plugin, _ => signature, Body[1..], Now));
        Assert.NotNull(HookSignature.Fault(Plugin, _ => signature[..20], Body, Now));
        Assert.NotNull(HookSignature.Fault(Plugin, _ => null, Body, Now));
    }

    [Fact]
    public void The_snippet_signs_as_Standard_Webhooks_do()
    {
        var text = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var hook = new HookSettings("wordpress", HookKind.WordPress, text, "default", false);
        Assert.True(WebhookSecret.TryParse(text, out var secret, out _));
        var headers = new Dictionary<string, string>
        {
            ["webhook-id"] = "wp_182", ["webhook-timestamp"] = StandardWebhook.Timestamp(Now),
            ["webhook-signature"] = StandardWebhook.Sign([secret], "wp_182", Now, Body),
        };
        Assert.Null(HookSignature.Fault(hook, headers.GetValueOrDefault, Body, Now));
        Assert.NotNull(HookSignature.Fault(hook, headers.GetValueOrDefault, Body, Now.AddHours(1)));
    }

    private static string? GhostFault(string? header, byte[]? body = null) =>
        HookSignature.Fault(Ghost, name => name == "X-Ghost-Signature" ? header : null, body ?? Body, Now);

    private static string Signed(long at, string secret = Secret) =>
        $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Body, .. Encoding.UTF8.GetBytes($"{at}")]))}, t={at}";
}
