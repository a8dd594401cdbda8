using ActorMail.Options;

namespace ActorMail.Tests.Options;

public sealed class Wrong_keys_are_named
{
    [Theory]
    [InlineData("DataDirectory=", "DataDirectory", "give a folder")]
    [InlineData("DataDirectory= ", "DataDirectory", "give a folder")]
    [InlineData("DataDirectry=/x", "DataDirectry", "did you mean ActorMail:DataDirectory?")]
    [InlineData("Form=a@example.org", "Form", "did you mean ActorMail:From?")]
    [InlineData("Host=smtp.example.org", "Host", "did you mean ActorMail:Relays:0:Host?")]
    [InlineData("Completely=other", "Completely", "unknown key")]
    [InlineData("Database=sqlite", "Database", "this is a section")]
    [InlineData("Database:Provider=postgresql", "Database:ConnectionString", "missing; postgresql needs one")]
    [InlineData("Database:Provider=mysql", "Database:Provider", "'mysql' is no provider")]
    [InlineData("Database:ConnectionString=rubbish", "Database:ConnectionString", "cannot be read")]
    [InlineData("Database:ConnectionString=Mode=ReadWrite", "Database:ConnectionString", "name a file")]
    [InlineData("Database:ConnectionString=Data Source=:memory:", "Database:ConnectionString", "keeps nothing")]
    [InlineData("From=nobody", "From", "the address has no @")]
    [InlineData("From=News <news@example.org", "From", "no closing >")]
    [InlineData("From=News\r\nBcc: x <news@example.org>", "From", "control character")]
    [InlineData("From=nëws@example.org", "From", "plain ASCII")]
    [InlineData("PublicUrl=news.example.org", "PublicUrl", "write it like https://news.example.org")]
    [InlineData("PublicUrl=ftp://news.example.org", "PublicUrl", "write it like")]
    [InlineData("PublicUrl=https://news.example.org/?a=b", "PublicUrl", "write it like")]
    [InlineData("Delivery:SliceSize=0", "Delivery:SliceSize", "0 is not within 1 to 10000")]
    [InlineData("Delivery:SliceSize=10001", "Delivery:SliceSize", "not within")]
    [InlineData("Delivery:SliceSize=many", "Delivery:SliceSize", "'many' is no whole number")]
    [InlineData("Delivery:SliceSize=", "Delivery:SliceSize", "no whole number")]
    [InlineData("Delivery:OnUncertain=resent", "Delivery:OnUncertain", "none of resend, hold, skip")]
    [InlineData("Delivery:GiveUpAfter=48", "Delivery:GiveUpAfter", "write it like 48:00:00")]
    [InlineData("Delivery:GiveUpAfter=59s", "Delivery:GiveUpAfter", "not within 1 minute to 5 days")]
    [InlineData("Delivery:GiveUpAfter=6d", "Delivery:GiveUpAfter", "not within 1 minute to 5 days")]
    [InlineData("Delivery:CompactAfter=59m", "Delivery:CompactAfter", "is less than 1 hour")]
    [InlineData("Delivery:CompactAfter=never", "Delivery:CompactAfter", "write it like")]
    [InlineData("Delivery:Retries:0=0s", "Delivery:Retries:0", "not within 1 second to 24 hours")]
    [InlineData("Delivery:Retries:0=25h", "Delivery:Retries:0", "not within 1 second to 24 hours")]
    [InlineData("Delivery:Retries:0=soon", "Delivery:Retries:0", "write it like")]
    [InlineData("SignUp:Lists:0=two words", "SignUp:Lists:0", "a list name holds only")]
    [InlineData("SignUp:PerCaller=0", "SignUp:PerCaller", "0 is not within 1 to 10000")]
    [InlineData("SignUp:PerHour=2000000", "SignUp:PerHour", "not within 1 to 1000000")]
    [InlineData("SignUp:TrustedProxies:0=10.0.0.0/99", "SignUp:TrustedProxies:0", "no address or network")]
    [InlineData("Cluster:Enabled=maybe", "Cluster:Enabled", "neither true nor false")]
    [InlineData("ApiKeys:0:Key=short", "ApiKeys:0:Key", "has 5 characters; at least 16")]
    [InlineData("ApiKeys:0:Role=admin", "ApiKeys:0:Key", "missing")]
    [InlineData("ApiKeys:0:Key=0123456789 abcdef", "ApiKeys:0:Key", "cannot stand in a header")]
    [InlineData("ApiKeys=0123456789abcdef", "ApiKeys", "this is a section")]
    [InlineData("Relays:first:Host=x", "Relays:first:Host", "number it from 0")]
    [InlineData("Relays:2000000000:Host=x", "Relays:2000000000:Host", "number it from 0")]
    public void A_wrong_key_is_named_with_what_would_be_right(string line, string path, string says)
    {
        var fault = Assert.Single(Section.Read(line).Faults);
        Assert.Equal($"ActorMail:{path}", fault.Path);
        Assert.Contains(says, fault.Message);
    }

    [Theory]
    [InlineData("Relays:0:Host=", "Relays:0:Host", "missing")]
    [InlineData("Relays:0:Host=smtp.example.org:587", "Relays:0:Host", "give it in Port")]
    [InlineData("Relays:0:Host=smtp://smtp.example.org", "Relays:0:Host", "only the server's name")]
    [InlineData("Relays:0:Host=smtp example", "Relays:0:Host", "is no host name")]
    [InlineData("Relays:0:Hots=smtp.example.org", "Relays:0:Hots", "did you mean ActorMail:Relays:0:Host?")]
    [InlineData("Relays:0:Port=0", "Relays:0:Port", "0 is not within 1 to 65535")]
    [InlineData("Relays:0:Port=65536", "Relays:0:Port", "not within")]
    [InlineData("Relays:0:Port=smtp", "Relays:0:Port", "'smtp' is no whole number")]
    [InlineData("Relays:0:Security=ssl", "Relays:0:Security", "none of starttls, tls, none")]
    [InlineData("Relays:0:UserName=me", "Relays:0:Password", "a UserName needs one")]
    [InlineData("Relays:0:Password=secret", "Relays:0:UserName", "a Password needs one")]
    [InlineData("Relays:0:MaxConnections=0", "Relays:0:MaxConnections", "not within 1 to 256")]
    [InlineData("Relays:0:MaxConnections=257", "Relays:0:MaxConnections", "not within 1 to 256")]
    [InlineData("Relays:0:MessagesPerSecond=0", "Relays:0:MessagesPerSecond", "above 0")]
    [InlineData("Relays:0:MessagesPerSecond=NaN", "Relays:0:MessagesPerSecond", "above 0")]
    [InlineData("Relays:0:MessagesPerSecond=fast", "Relays:0:MessagesPerSecond", "no number")]
    [InlineData("Relays:0:MessagesPerDay=0", "Relays:0:MessagesPerDay", "below 1")]
    [InlineData("Relays:0:Weight=0", "Relays:0:Weight", "not within 1 to 1000")]
    [InlineData("Domains:0:MaxConnections=5", "Domains:0:Name", "missing")]
    [InlineData("Domains:0:Name=not a domain", "Domains:0:Name", "no domain")]
    [InlineData("Delivery:ConnectionsPerDomain=0", "Delivery:ConnectionsPerDomain", "not within 1 to 256")]
    [InlineData("Delivery:MessagesPerSecondPerDomain=0", "Delivery:MessagesPerSecondPerDomain", "above 0")]
    [InlineData("From=", "From", "missing")]
    [InlineData("PublicUrl=", "PublicUrl", "missing")]
    public void A_wrong_key_of_a_relay_is_named(string line, string path, string says)
    {
        var fault = Assert.Single(Section.ReadRelayed(line).Faults);
        Assert.Equal($"ActorMail:{path}", fault.Path);
        Assert.Contains(says, fault.Message);
    }

    [Fact]
    public void Two_domains_of_one_provider_are_one_too_many()
    {
        var faults = Section.Read("Domains:0:Name=gmail.com", "Domains:0:MaxConnections=0", "Domains:1:Name=googlemail.com").Faults;
        Assert.Equal(["ActorMail:Domains:0:MaxConnections", "ActorMail:Domains:1:Name"], faults.Select(fault => fault.Path));
        Assert.Contains("same provider as Domains:0", faults[1].Message);
    }

    [Fact]
    public void All_wrong_keys_are_named_at_once()
    {
        var faults = Section.Read(
            "Relays:0:Port=99999", "Relays:0:Security=ssl", "Delivery:SliceSize=x", "Nonsense=1",
            "ApiKeys:0:Key=x").Faults;
        Assert.Equal(
            [
                "ActorMail:ApiKeys:0:Key", "ActorMail:Delivery:SliceSize", "ActorMail:From", "ActorMail:Nonsense",
                "ActorMail:PublicUrl", "ActorMail:Relays:0:Host", "ActorMail:Relays:0:Port",
                "ActorMail:Relays:0:Security",
            ],
            faults.Select(fault => fault.Path));
    }

    [Fact]
    public void A_password_never_goes_to_another_machine_in_plain_text()
    {
        string[] login = ["Relays:0:Security=none", "Relays:0:UserName=me", "Relays:0:Password=secret"];
        Assert.Equal("ActorMail:Relays:0:Security", Assert.Single(Section.ReadRelayed(login).Faults).Path);
        foreach (var host in new[] { "127.0.0.1", "localhost", "::1" })
            Assert.Empty(Section.ReadRelayed([.. login, $"Relays:0:Host={host}"]).Faults);
    }

    [Fact]
    public void Two_relays_of_one_name_are_refused_also_when_the_name_is_the_host()
    {
        Assert.Equal("ActorMail:Relays:1:Name",
            Assert.Single(Section.ReadRelayed("Relays:1:Host=SMTP.example.org").Faults).Path);
        Assert.Empty(Section.ReadRelayed("Relays:1:Host=smtp.example.org", "Relays:1:Name=second").Faults);
    }

    [Fact]
    public void A_gap_in_a_list_is_the_only_fault_it_makes()
    {
        var fault = Assert.Single(Section.ReadRelayed("Relays:2:Host=other.example.org").Faults);
        Assert.Equal("ActorMail:Relays:1", fault.Path);
    }

    [Fact]
    public void Two_equal_keys_are_refused_and_no_fault_tells_a_secret()
    {
        const string key = "0123456789abcdef-secret";
        var faults = Section.ReadRelayed(
            $"ApiKeys:0:Key={key}", $"ApiKeys:1:Key={key}", "Relays:0:Password=hunter22",
            "Relays:0:Security=none").Faults;
        Assert.Contains(faults, fault => fault is { Path: "ActorMail:ApiKeys:1:Key", Message: "is used twice" });
        Assert.DoesNotContain(
            faults, fault => fault.ToString().Contains("secret") || fault.ToString().Contains("hunter22"));
    }

    [Fact]
    public void Options_written_in_code_are_held_to_the_same_rules()
    {
        var options = new ActorMailOptions { Relays = [new RelayOptions { Host = "smtp.example.org", Port = -1 }] };
        Assert.Equal(["ActorMail:From", "ActorMail:PublicUrl", "ActorMail:Relays:0:Port"],
            OptionRules.Check(options).Select(fault => fault.Path));
    }
}
