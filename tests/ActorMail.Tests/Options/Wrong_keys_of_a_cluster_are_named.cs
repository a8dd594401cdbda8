namespace ActorMail.Tests.Options;

public sealed class Wrong_keys_of_a_cluster_are_named
{
    [Theory]
    [InlineData("Cluster:Name=two words", "Cluster:Name", "letters, digits and hyphens")]
    [InlineData("Cluster:Name=", "Cluster:Name", "letters, digits and hyphens")]
    [InlineData("Cluster:Name=9lives", "Cluster:Name", "a letter first")]
    [InlineData("Cluster:Hostname=", "Cluster:Hostname", "is no host name")]
    [InlineData("Cluster:Hostname=10.0.0.1:4053", "Cluster:Hostname", "is no host name")]
    [InlineData("Cluster:Hostname=0.0.0.0", "Cluster:Hostname", "not where others reach it")]
    [InlineData("Cluster:Hostname=::", "Cluster:Hostname", "not where others reach it")]
    [InlineData("Cluster:Port=65536", "Cluster:Port", "65536 is not within 0 to 65535")]
    [InlineData("Cluster:Port=-1", "Cluster:Port", "-1 is not within")]
    [InlineData("Cluster:Port=many", "Cluster:Port", "'many' is no whole number")]
    [InlineData("Cluster:Prot=4053", "Cluster:Prot", "did you mean ActorMail:Cluster:Port?")]
    [InlineData("Cluster:SeedNodes:0=10.0.0.1", "Cluster:SeedNodes:0", "write it like 10.0.0.1:4053")]
    [InlineData("Cluster:SeedNodes:0=10.0.0.1:0", "Cluster:SeedNodes:0", "write it like")]
    [InlineData("Cluster:SeedNodes:0=:4053", "Cluster:SeedNodes:0", "write it like")]
    [InlineData("Cluster:SeedNodes:0=", "Cluster:SeedNodes:0", "write it like")]
    [InlineData("Cluster:SeedNodes:0=akka.tcp://other@10.0.0.1:4053", "Cluster:SeedNodes:0", "akka.tcp://actormail@host:port")]
    [InlineData("Cluster:SeedNodes:0=akka.ssl.tcp://actormail@a:1", "Cluster:SeedNodes:0", "akka.tcp://actormail@host:port")]
    [InlineData("Cluster:SeedNodes=10.0.0.1:4053", "Cluster:SeedNodes", "this is a section")]
    [InlineData("Cluster:SeedNodes:first=a:1", "Cluster:SeedNodes:first", "as in ActorMail:Cluster:SeedNodes:0")]
    [InlineData("Cluster:SeedNodes:0:Host=a", "Cluster:SeedNodes:0:Host", "unknown key")]
    [InlineData("Cluster:SeedNodes:1=a:1", "Cluster:SeedNodes:0", "nothing stands here")]
    [InlineData("Cluster:Roles=web,mail", "Cluster:Roles", "'mail' is none of web, mailer")]
    [InlineData("Cluster:Roles:0=poster", "Cluster:Roles", "'poster' is none of web, mailer")]
    [InlineData("Cluster:Tls=on", "Cluster:Tls", "this is a section")]
    public void A_wrong_key_is_named_though_the_cluster_is_off(string line, string path, string says)
    {
        var fault = Assert.Single(Section.Read(line).Faults, fault => fault.Path == $"ActorMail:{path}");
        Assert.Contains(says, fault.Message);
    }

    [Theory]
    [InlineData("rubbish", "cannot be read")]
    [InlineData("postgresql://me:hunter22@db/actormail", "write it in words")]
    [InlineData("Database=actormail;Password=hunter22", "Host is missing")]
    [InlineData("Host=db;Password=hunter22", "Database is missing")]
    public void A_connection_string_of_another_kind_is_refused_without_its_password(string text, string says)
    {
        var fault = Assert.Single(
            Section.Read("Database:Provider=PostgreSQL", $"Database:ConnectionString={text}").Faults);
        Assert.Equal("ActorMail:Database:ConnectionString", fault.Path);
        Assert.Contains(says, fault.Message);
        Assert.DoesNotContain("hunter22", fault.Message);
    }

    [Fact]
    public void Roles_are_a_list_or_a_text_not_both() => Assert.Equal(
        "ActorMail:Cluster:Roles: is given as a list too; leave one of them out",
        Assert.Single(Section.Read("Cluster:Roles:0=web", "Cluster:Roles=mailer").Faults).ToString());

    [Fact]
    public void Everything_a_cluster_lacks_is_named_at_once()
    {
        var faults = Section.Read(
            "Cluster:Enabled=true", "Cluster:Port=99999", "Cluster:Roles=web,male", "Cluster:Tls:Key=node.key").Faults;
        Assert.Equal(
            [
                "ActorMail:Cluster:Enabled", "ActorMail:Cluster:Port", "ActorMail:Cluster:Roles",
                "ActorMail:Cluster:Tls:Authority", "ActorMail:Cluster:Tls:Certificate", "ActorMail:Relays:0:Host",
            ],
            faults.Select(fault => fault.Path));
        Assert.Contains("set Database:Provider=postgresql", faults[0].Message);
        Assert.Contains("each node's own inbox would catch", faults[^1].Message);
    }
}
