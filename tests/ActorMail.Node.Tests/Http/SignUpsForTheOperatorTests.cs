using System.Net;
using ActorMail.Relays;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Node.Tests.Http;

/// <summary>What whoever runs a public form sees of it, and can do about its relay.</summary>
public sealed class SignUpsForTheOperatorTests : IAsyncLifetime
{
    private readonly WebDoor _door = new();

    private HttpClient Client => _door.Client;

    public async Task InitializeAsync()
    {
        _door.Options.SignUp.Lists.Add("news");
        await _door.InitializeAsync();
    }

    public Task DisposeAsync() => _door.DisposeAsync();

    [Fact]
    public async Task Forms_wishes_and_confirmations_are_counted_and_nobody_is_named()
    {
        (_door.Options.SignUp.PerCaller, _door.Options.SignUp.PerHour) = (6, 7);
        await _door.PostAsync("/api/subscribers", new { email = "member@example.net", lists = new[] { "news" } });
        string[] forms =
        [
            "email=ada@example.net", "email=ada@example.net", "email=member@example.net", "email=nobody", "email=x@example.net&leave_empty=x",
            "email=bob@example.net", "email=one-too-many@example.net",
        ];
        foreach (var form in forms) await SendAsync(form);
        await SendAsync("email=eve@example.net", from: "203.0.113.9");
        await SendAsync("email=one-too-many@example.net", from: "203.0.113.10");
        await Eventually.TrueAsync(() => _door.Relay.Began.Count == 3, "three mails", TimeSpan.FromSeconds(20));
        var token = _door.Services.GetRequiredService<ConfirmTokens>().Seal(
            _door.Services.GetRequiredService<AddressMarks>().Of(EmailAddress.Parse("ada@example.net")), 2);
        for (var time = 0; time < 2; time++) await Client.PostAsync($"/c/{token}", null);

        string[] told =
        [
            "forms_total{outcome=\"taken\"} 5", "forms_total{outcome=\"faulty\"} 1", "forms_total{outcome=\"trap\"} 1",
            "forms_total{outcome=\"caller\"} 1", "forms_total{outcome=\"hour\"} 1", "wishes_total{outcome=\"mail\"} 3", "wishes_total{outcome=\"joined\"} 1",
            "wishes_total{outcome=\"settled\"} 1", "mails_total{outcome=\"accepted\"} 3", "confirmed_total 1",
        ];
        // The last mail's end is counted when it is stored.
        await Eventually.BecomesAsync(
            () => Client.GetStringAsync("/metrics"), text => told.All(line => text.Contains($"\nactormail_sign_ups_{line}\n")), "the figures");
        Assert.DoesNotContain("example.net", await Client.GetStringAsync("/metrics"));
    }

    [Fact]
    public async Task Those_that_wait_are_told_a_look_later()
    {
        _door.Relay.Opening = () => new RelayFault(RelayFaultKind.Unavailable, "down");
        await SendAsync("email=ada@example.net");
        await Eventually.BecomesAsync(
            () => Client.GetStringAsync("/metrics"),
            text => text.Contains("\nactormail_sign_ups_mails_waiting 1\n") && text.Contains("\nactormail_sign_ups_unconfirmed 1\n"), "one waits");
    }

    [Fact]
    public async Task A_relay_that_refused_the_login_is_tried_again_when_a_person_resumes_it()
    {
        var tried = false;
        _door.Relay.Opening = () =>
        {
            tried = true;
            return new RelayFault(RelayFaultKind.Credentials, "535 wrong");
        };
        await SendAsync("email=ada@example.net");
        await Eventually.TrueAsync(() => tried, "the login was tried", TimeSpan.FromSeconds(20));
        _door.Relay.Opening = () => null;
        Assert.Equal(HttpStatusCode.Accepted, (await Client.PostAsync("/api/relays/scripted/resume", null)).StatusCode);
        await Eventually.TrueAsync(() => _door.Relay.Began.Count == 1, "a mail", TimeSpan.FromSeconds(20));
    }

    private Task<HttpResponseMessage> SendAsync(string form, string? from = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/subscribe")
        {
            Content = new StringContent(form, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        if (from is not null) request.Headers.Add("X-Forwarded-For", from);
        return Client.SendAsync(request);
    }
}
