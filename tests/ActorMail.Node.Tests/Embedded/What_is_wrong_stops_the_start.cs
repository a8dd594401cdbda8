using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ActorMail.Node.Tests.Embedded;

public sealed class What_is_wrong_stops_the_start
{
    [Fact]
    public void Everything_is_named_at_once() => Assert.Equal(
        [
            "ActorMail:ApiKeys:0:Key: has 5 characters; at least 16 are needed",
            "ActorMail:Database:ConnectionString: name a file, as in Data Source=actormail.db",
            "ActorMail:Delivery:SliceSize: 0 is not within 1 to 10000",
            "ActorMail:From: the address has no @; write it like News <news@example.org>",
            "ActorMail:PublicUrl: no address readers can open; write it like https://news.example.org",
            "ActorMail:Relays:0:Port: 70000 is not within 1 to 65535",
            "ActorMail:Relays:1:Password: missing; a UserName needs one",
        ],
        Faults(mail => mail.UseSqlite("Cache=Shared").From("nobody").PublicUrl("news.example.org").UseApiKey("short")
            .UseSmtp("smtp.example.org", 70000).UseSmtp("smtp.example.net", more: relay => relay.UserName = "news")
            .Configure(options => options.Delivery.SliceSize = 0)));

    [Fact]
    public void What_is_missing_is_said_in_the_builders_words() => Assert.Equal(
        [
            "ActorMail:Database:ConnectionString: missing; say UseSqlite(\"Data Source=actormail.db\") or UsePostgreSql(...)",
            "ActorMail:Relays: missing; say where mails go: UseSmtp(\"smtp.example.org\") or, to catch them, UseDevInbox()",
        ],
        Faults(_ => { }));

    [Fact]
    public void A_relay_needs_a_sender_and_an_address() => Assert.Equal(
        [
            "ActorMail:From: missing; with a relay say who letters come from, as in News <news@example.org>",
            "ActorMail:PublicUrl: missing; with a relay say where readers reach this node, as in https://news.example.org",
        ],
        Faults(mail => mail.UseSqlite("Data Source=x.db").UseSmtp("smtp.example.org")));

    [Fact]
    public void Words_for_confirmation_mails_come_from_code_and_are_looked_at() => Assert.Equal(
        [
            "ActorMail:SignUp:Letter: a file is read by ActorMail.Node only; say ConfirmationLetter(subject, markdown)",
            "ConfirmationLetter: subject: The subject is missing.; markdown, line 2: '{{ who }}' names the unknown placeholder 'who'",
        ],
        Faults(mail => mail.UseSqlite("Data Source=x.db").UseDevInbox().Configure(options => options.SignUp.Letter = "confirm.md")
            .ConfirmationLetter("", "{{ confirm_url }}\n{{ who }}")));

    [Fact]
    public void A_configuration_section_is_read_and_what_is_said_afterwards_heals_it()
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ActorMail:Relays:0:Host"] = "smtp.example.org",
            ["ActorMail:Databse:Provider"] = "sqlite",
        }).Build().GetSection("ActorMail");
        Assert.Equal(
            ["ActorMail:Databse:Provider: unknown key; did you mean ActorMail:Database:Provider?"],
            Faults(mail => mail.UseConfiguration(section).UseSqlite("Data Source=x.db")
                .From("news@example.org").PublicUrl("https://news.example.org")));
    }

    [Theory]
    [InlineData("Host=db;Database=x;Colour=red", "ActorMail:Database:ConnectionString: 'colour' is no keyword of Npgsql, or cannot have this value")]
    [InlineData("Database=x", "ActorMail:Database:ConnectionString: Host is missing: name the server")]
    public void A_connection_string_is_looked_at_before_anybody_is_connected_to(string text, string fault) =>
        Assert.Equal([fault], Faults(mail => mail.UsePostgreSql(text).UseDevInbox()));

    [Fact]
    public void Port_465_means_TLS_from_the_first_byte()
    {
        var mail = new ActorMailBuilder().UseSmtp("a.example.org", 465).UseSmtp("b.example.org");
        Assert.Equal(["tls 465", "starttls 587"], mail.Options.Relays.Select(relay => $"{relay.Security} {relay.Port}"));
    }

    [Fact]
    public async Task A_database_that_another_process_holds_is_refused_in_one_line()
    {
        await using var first = await Application.StartAsync();
        var file = first.Services.GetRequiredService<Options.ActorMailOptions>().Database.ConnectionString!;
        var fault = await Assert.ThrowsAsync<ActorMailStartException>(() => Application.StartAsync(mail => mail.UseSqlite(file)));
        Assert.Contains("Another node is running on the data", Assert.Single(fault.Lines));
    }

    private static IEnumerable<string> Faults(Action<ActorMailBuilder> configure)
    {
        using var provider = new ServiceCollection().AddActorMail(configure).BuildServiceProvider();
        return Assert.Throws<ActorMailStartException>(provider.GetRequiredService<Options.ActorMailOptions>).Lines
            .Order(StringComparer.Ordinal);
    }
}
