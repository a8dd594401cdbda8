using ActorMail.Node.Start;
using ActorMail.Node.Tests.Rig;
using ActorMail.Options;

namespace ActorMail.Node.Tests.Scenarios;

public sealed class A_confirmation_mail_in_the_owners_words
{
    [Fact]
    public async Task Is_what_the_file_of_the_documents_says()
    {
        await using var relay = await Recorder.StartAsync();
        using var setup = NodeSetup.ToRelay(relay.Port).Set("SignUp:Lists:0", "news");
        setup.Set("SignUp:Letter", Written(setup, new DocPage("sign-up.md").Snippet("letter")));
        await using var node = await NodeProcess.StartAsync(setup);
        (await node.Api.Http.PostAsync("subscribe", new FormUrlEncodedContent([new("email", "ada@example.net")]))).EnsureSuccessStatusCode();
        await relay.ReceivedAsync(1);
        var mail = Assert.Single(relay.Server.Newest(10));
        Assert.Equal("Bitte bestätige dein Abo von news", mail.Subject);
        Assert.Contains("Hallo,", mail.Text);
        var answer = await node.Api.Http.PostAsync(ConfirmLink.In(mail.Text), null);
        Assert.Contains("This is confirmed", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stops_the_start_beside_whatever_else_is_wrong()
    {
        using var setup = new NodeSetup().Set("SignUp:PerHour", "0");
        setup.Set("SignUp:Letter", Written(setup, "---\nsubject: Hi {{ name }}\n---\nWords\nfor {{ subscriber.name }}\n"));
        await using var node = NodeProcess.Launch(setup);
        Assert.Equal(78, await node.ExitCodeAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal(2, node.Errors.Count);
        Assert.StartsWith("ActorMail:SignUp:PerHour: 0 is not within", node.Errors[0]);
        Assert.Matches(
            "^ActorMail:SignUp:Letter: .*confirm.md, line 2: .*unknown placeholder 'name'; line 5: .*unknown placeholder 'subscriber.name'$",
            node.Errors[1]);
    }

    [Theory]
    [InlineData("---\nsubject: Hi\n---\n\nWords", "confirm.md, line 4: Nobody could confirm: it shows no link.")]
    [InlineData("---\nsubject: [\n---\n{{ confirm_url }}", "confirm.md, line ")]
    [InlineData("---\nsubject: Hi\n{{ confirm_url }}", "confirm.md, line 1: the front matter has no closing line ---")]
    [InlineData("{{ confirm_url }}", "confirm.md, line 1: The subject is missing.")]
    [InlineData("---\nsubject: Hi\n---\n{{ confirm_url }}\n\n{{ list }}", "confirm.md, line 6: ")]
    public void Names_file_and_line_of_what_is_wrong(string file, string fault)
    {
        using var setup = new NodeSetup();
        var read = ConfirmationFile.Read(new SignUpOptions { Letter = Written(setup, file) });
        Assert.Null(read.Text);
        Assert.Contains(fault, Assert.Single(read.Faults).ToString());
    }

    [Fact]
    public void Names_a_file_that_is_not_there()
    {
        var fault = Assert.Single(ConfirmationFile.Read(new SignUpOptions { Letter = "/nowhere/confirm.md" }).Faults).ToString();
        Assert.StartsWith("ActorMail:SignUp:Letter: cannot be read: ", fault);
        Assert.Contains("/nowhere/confirm.md", fault);
    }

    [Fact]
    public void Names_a_file_in_another_encoding()
    {
        using var setup = new NodeSetup();
        var file = Written(setup, "");
        File.WriteAllBytes(file, [.. "---\nsubject: Gr"u8, 0xfc, .. "\u00dfe\n---\n"u8]);
        Assert.EndsWith("confirm.md is not in UTF-8", Assert.Single(ConfirmationFile.Read(new SignUpOptions { Letter = file }).Faults).Message);
    }

    private static string Written(NodeSetup setup, string text)
    {
        Directory.CreateDirectory(setup.Folder);
        var file = Path.Combine(setup.Folder, "confirm.md");
        File.WriteAllText(file, text);
        return file;
    }
}
