using System.Diagnostics;
using ActorMail.Cli.Completion;
using ActorMail.Cli.Terminal;
using ActorMail.Node.Tests.Rig;
using static ActorMail.Node.Tests.Cli.Samples;
using Actormail = ActorMail.Cli.Program;

namespace ActorMail.Node.Tests.Cli;

/// <summary>What a shell is offered while a line is typed, asked by the shells themselves.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("actormail pau", "pause")]
    [InlineData("actormail cluster ", "down|leave|show")]
    [InlineData("actormail relays --w", "--watch")]
    [InlineData("actormail retry abc --outcome u", "uncertain")]
    [InlineData("actormail completion ", "bash|fish|pwsh|zsh")]
    public async Task The_command_offers_what_can_go_on(string line, string offered)
    {
        await using var node = await StubNode.StartAsync();
        var typed = await Typed.RunAsync(node, Suggestions.Asked, line);
        Assert.Equal(offered.Replace("|", "\n") + "\n", typed.Out);
    }

    [Fact]
    public async Task Every_verb_is_offered_where_none_is_begun()
    {
        await using var node = await StubNode.StartAsync();
        var verbs = Actormail.Commands(new Shell(Stream.Null, Stream.Null, TextWriter.Null, false, _ => null, TimeProvider.System)).Subcommands;
        Assert.Equal(
            verbs.Select(verb => verb.Name).Order(StringComparer.Ordinal),
            (await Typed.RunAsync(node, Suggestions.Asked, "actormail ")).Out.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Ids_of_posts_are_asked_of_the_node_and_a_node_that_is_away_offers_none()
    {
        await using var node = await StubNode.StartAsync();
        node.On("GET /api/posts", 200, $$"""{"posts":[{{Post("sending")}}]}""");
        Assert.Equal(Id + "\n", (await Typed.RunAsync(node, Suggestions.Asked, "actormail pause 0f")).Out);
        Assert.Equal(new Typed(0, "", ""), await Typed.RunAsync("http://127.0.0.1:1", "", Suggestions.Asked, "actormail pause 0f"));
    }

    [Theory]
    [InlineData("actormail cl", "cluster")]
    [InlineData("actormail subscribers ", "add export import pending release remove show suppressed")]
    [InlineData("actormail post 0fz", Id)]
    public async Task Bash_completes(string line, string replies)
    {
        await using var node = await StubNode.StartAsync();
        node.On("GET /api/posts", 200, $$"""{"posts":[{{Post("sending")}}]}""");
        const string Script = """
            set -u
            eval "$(actormail completion bash)"
            COMP_LINE=$1 COMP_POINT=${#1}
            _actormail
            echo "${COMPREPLY[*]}"
            complete -p actormail
            """;
        var said = await ShellAsync(node, "bash", "-c", Script, "bash", line);
        Assert.Equal($"{replies}\ncomplete -o bashdefault -o default -F _actormail actormail\n", said);
    }

    [ToolFact("zsh", "zsh")]
    public async Task Zsh_takes_the_script()
    {
        await using var node = await StubNode.StartAsync();
        Assert.Equal("_actormail\n", await ShellAsync(
            node, "zsh", "-fc", "autoload -U compinit && compinit -D; eval \"$(actormail completion zsh)\"; echo $_comps[actormail]"));
    }

    [ToolFact("fish", "fish")]
    public async Task Fish_completes()
    {
        await using var node = await StubNode.StartAsync();
        Assert.Equal("cluster\n", await ShellAsync(
            node, "fish", "-c", "actormail completion fish | source; complete --do-complete 'actormail clu'"));
    }

    /// <summary>Runs a shell that finds the built command.</summary>
    private static async Task<string> ShellAsync(StubNode node, string shell, params string[] arguments)
    {
        var start = new ProcessStartInfo(shell, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{ProcessTests.Folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["ACTORMAIL_URL"] = node.Url;
        using var process = Nursery.Start(start);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal("", await error);
        return output;
    }
}
