using ActorMail.Delivery;
using ActorMail.Options;
using ActorMail.Relays;

namespace ActorMail.Tests.Options;

public sealed class Sound_options_become_settings
{
    private static readonly Uri Listening = new("http://127.0.0.1:5080");

    [Fact]
    public void Nothing_configured_is_sound_and_has_a_sender()
    {
        var read = Section.Read();
        Assert.Empty(read.Faults);
        Assert.Empty(read.Options.ToRelays());
        var sender = read.Options.ToSender(Listening);
        Assert.Equal(("ActorMail", "news@actormail.example"), (sender.FromName, sender.FromEmail.ToString()));
        Assert.Equal(Listening, sender.PublicUrl);
        Assert.Equal(
            new EngineSettings("node", [], 500, OnUncertain.Resend, RetrySchedule.Default),
            read.Options.ToEngine("node", []));
        Assert.Equal(TimeSpan.FromHours(48), read.Options.ToRetrySchedule().GiveUpAfter);
        Assert.Equal("Data Source=./data/actormail.db", read.Options.ToConnectionString());
    }

    [Fact]
    public void Empty_sections_of_a_file_are_sound() =>
        Assert.Empty(OptionsReader.Read(
        [
            new("", null), new("Relays", ""), new("ApiKeys", null), new("Cluster", null), new("Delivery", ""),
        ]).Faults);

    [Fact]
    public void Every_key_of_the_contract_is_read_whatever_its_case()
    {
        var read = Section.Read(
            "datadirectory=/var/lib/actormail", "DATABASE:PROVIDER=SQLite",
            "Database:ConnectionString=Data Source=/x/mail.db",
            "FROM=\"News, daily\" <News@Example.org>", "PublicUrl=https://news.example.org/mail/", "relays:0:name=main",
            "RELAYS:0:HOST=smtp.example.org", "Relays:0:Port=2525", "Relays:0:Security=TLS", "Relays:0:UserName=me",
            "Relays:0:Password= p w ", "Relays:0:MaxConnections=3", "Relays:0:MessagesPerSecond=12.5",
            "Relays:0:MessagesPerDay=50000", "Relays:0:Weight=3", "Domains:0:Name=GoogleMail.com", "Domains:0:MaxConnections=4",
            "Delivery:ConnectionsPerDomain=12", "Delivery:MessagesPerSecondPerDomain=2.5",
            "Delivery:SliceSize=50",
            "Delivery:OnUncertain=Hold", "Delivery:GiveUpAfter=120:00:00", "Delivery:CompactAfter=90d", "ApiKeys:0:Key=0123456789abcdef",
            "ApiKeys:0:Role=publish", "Cluster:Enabled=false");
        Assert.Empty(read.Faults);
        Assert.Equal(
            new RelaySettings
            {
                Name = "main", Host = "smtp.example.org", Port = 2525, Security = RelaySecurity.Tls, UserName = "me",
                Password = " p w ", MaxConnections = 3, MessagesPerSecond = 12.5,
                MessagesPerDay = 50_000, Weight = 3,
            },
            Assert.Single(read.Options.ToRelays()));
        var sender = read.Options.ToSender(Listening);
        Assert.Equal(("News, daily", "News@example.org"), (sender.FromName, sender.FromEmail.ToString()));
        Assert.Equal("https://news.example.org/mail", sender.PublicUrl.ToString());
        var engine = read.Options.ToEngine("node", read.Options.ToRelays());
        Assert.Equal(new DomainLimit(12, 2.5), engine.Domains.Of("example.org"));
        Assert.Equal(new DomainLimit(4, 2.5), engine.Domains.Of("gmail.com"));
        Assert.Equal((50, OnUncertain.Hold), (engine.SliceSize, engine.OnUncertain));
        Assert.Equal(TimeSpan.FromDays(90), engine.CompactAfter);
        Assert.Equal(TimeSpan.FromDays(5), read.Options.ToRetrySchedule().GiveUpAfter);
        Assert.Equal("Data Source=/x/mail.db", read.Options.ToConnectionString());
        Assert.Equal(("0123456789abcdef", "publish"), (read.Options.ApiKeys[0].Key, read.Options.ApiKeys[0].Role));
    }

    [Fact]
    public void The_waits_between_attempts_may_be_set_and_are_the_usual_ones_otherwise()
    {
        Assert.Equal(
            [TimeSpan.FromSeconds(90), TimeSpan.FromHours(2)],
            Section.Read("Delivery:Retries:0=90s", "Delivery:Retries:1=2h").Options.ToRetrySchedule().Waits);
        Assert.Equal(RetrySchedule.Default, Section.Read().Options.ToRetrySchedule());
    }

    [Theory]
    [InlineData("starttls", 587)]
    [InlineData("tls", 465)]
    [InlineData("none", 25)]
    public void The_port_follows_the_security(string security, int port) =>
        Assert.Equal(port, Section.ReadRelayed($"Relays:0:Security={security}").Options.ToRelays()[0].Port);

    [Theory]
    [InlineData("48:00:00", 48 * 60)]
    [InlineData("1.12:30", 36 * 60 + 30)]
    [InlineData("90m", 90)]
    [InlineData("3600s", 60)]
    [InlineData("2H", 120)]
    [InlineData(" 5d ", 5 * 24 * 60)]
    public void Durations_are_read_as_people_write_them(string text, int minutes) =>
        Assert.Equal(
            TimeSpan.FromMinutes(minutes), Section.Read($"Delivery:GiveUpAfter={text}").Options.Delivery.GiveUpAfter);

    [Theory]
    [InlineData("48")]
    [InlineData("h")]
    [InlineData("1:60:00")]
    [InlineData("-1:00:00")]
    [InlineData("1:2:3:4")]
    [InlineData("9999999h")]
    [InlineData("1h30m")]
    public void Other_durations_are_refused(string text) =>
        Assert.Single(Section.Read($"Delivery:GiveUpAfter={text}").Faults);
}
