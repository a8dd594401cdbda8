using System.CommandLine;
using System.Text;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Terminal;
using Commands = ActorMail.Cli.Program;

namespace ActorMail.Tests.Cli;

public sealed class CommandLineTests
{
    private readonly MemoryStream _output = new();
    private readonly StringWriter _error = new();
    private readonly Dictionary<string, string> _variables = [];

    public static TheoryData<string> Verbs => [.. All(Commands.Commands(Nowhere())).Select(Verb.PathOf)];

    [Theory]
    [InlineData("")]
    [InlineData("publsh", "a.md")]
    [InlineData("publish")]
    [InlineData("publish", "a.md", "b.md")]
    [InlineData("publish", "a.md", "--subject")]
    [InlineData("publish", "a.md", "--nonsense")]
    [InlineData("publish", "a.md", "--at", "tomorrow")]
    [InlineData("publish", "a.md", "--draft", "--watch")]
    [InlineData("publish", "a.md", "--idempotency-key", "")]
    [InlineData("publish", "a.md", "--idempotency-key", "a\nb")]
    [InlineData("publish", "/nowhere/at/all.md")]
    [InlineData("posts", "--limit", "0")]
    [InlineData("posts", "--limit", "many")]
    [InlineData("post")]
    [InlineData("post", "../subscribers")]
    [InlineData("post", "")]
    [InlineData("pause", "a b")]
    [InlineData("retry", "abc", "--outcome", "accepted")]
    [InlineData("deliveries", "abc", "--outcome", "lost")]
    [InlineData("deliveries", "abc", "--csv", "--json")]
    [InlineData("explain", "abc")]
    [InlineData("explain", "abc", "nobody")]
    [InlineData("test", "abc", "nobody")]
    [InlineData("subscribers")]
    [InlineData("subscribers", "import")]
    [InlineData("subscribers", "export", "--state", "asleep")]
    [InlineData("subscribers", "export", "--json")]
    [InlineData("subscribers", "add", "a@example.org", "--attribute", "city")]
    [InlineData("subscribers", "add", "a@example.org", "--attribute", "=London")]
    [InlineData("subscribers", "show", "nobody")]
    [InlineData("posts", "--url", "localhost:5080")]
    [InlineData("posts", "--url", "ftp://127.0.0.1/")]
    [InlineData("posts", "--key", "two words")]
    [InlineData("publish", "-", "--canary", "abc", "--canary-watch", "abc")]
    [InlineData("logs", "--limit", "0")]
    [InlineData("logs", "--limit", "many")]
    [InlineData("digests", "set", "", "--list", "a", "--cron", "@daily", "--subject", "A")]
    [InlineData("digests", "remove", " ")]
    [InlineData("subscribers", "remove", "")]
    [InlineData("cluster", "down", "")]
    [InlineData("relays", "resume", "")]
    [InlineData("feeds", "poll", "\t")]
    [InlineData("webhooks", "test", "")]
    [InlineData("webhooks", "retry", "")]
    [InlineData("mail", "")]
    [InlineData("mail", "pause", "")]
    public async Task A_wrong_command_line_ends_with_2_and_one_line_that_says_why(params string[] args)
    {
        Assert.Equal(2, await RunAsync([.. args.Where((arg, at) => at > 0 || arg.Length > 0)]));
        Assert.StartsWith("usage: ", _error.ToString());
        Assert.Single(_error.ToString().TrimEnd().Split('\n'));
        Assert.Equal(0, _output.Length);
    }

    [Theory]
    [InlineData("'loud' not recognized. Must be one of: 'information', 'warning', 'error', 'critical'. See: actormail logs --help\n",
        "logs", "--level", "loud")]
    [InlineData("usage: '? ?' is not a post's id. See: actormail post --help\n", "post", "?\u2028?")]
    [InlineData("usage: --canary is a whole number from 1. See: actormail publish --help\n", "publish", "-", "--canary", "abc")]
    [InlineData("usage: --canary-watch is a whole number from 0. See: actormail publish --help\n",
        "publish", "-", "--canary", "5", "--canary-watch", "-1")]
    [InlineData("usage: --limit is a whole number from 1. See: actormail logs --help\n", "logs", "--limit", "0")]
    [InlineData("usage: NAME is empty. See: actormail digests remove --help\n", "digests", "remove", "")]
    public async Task The_line_is_for_people(string line, params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.EndsWith(line, _error.ToString());
    }

    [Theory]
    [InlineData("ACTORMAIL_URL", "nowhere")]
    [InlineData("ACTORMAIL_KEY", "secret\tkey")]
    public async Task A_wrong_environment_is_a_usage_error_too_and_the_key_is_not_shown(string name, string value)
    {
        _variables[name] = value;
        Assert.Equal(2, await RunAsync("posts"));
        Assert.DoesNotContain("secret", _error.ToString());
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task The_help_of_a_verb_ends_with_an_example(string verb)
    {
        Assert.Equal(0, await RunAsync([.. verb.Split(' ').Skip(1), "--help"]));
        var help = Encoding.UTF8.GetString(_output.ToArray());
        Assert.Matches($@"\nUsage:\s+{verb} ", help);
        Assert.Matches($@"Examples?:\n(  .+\n)*  .*{verb} .*\n\n$|Examples?:\n  {verb}", help.Replace("\r", ""));
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void Every_example_can_be_typed()
    {
        var root = Commands.Commands(Nowhere());
        foreach (var example in All(root).SelectMany(verb => verb.Examples))
            Assert.Empty(root.Read(ShellWords.Of(example)).Errors);
    }

    [Fact]
    public void A_subject_may_start_with_an_at_sign() =>
        Assert.Empty(Commands.Commands(Nowhere()).Read(["publish", "-", "--subject", "@everyone"]).Errors);

    [Fact]
    public async Task A_surprise_is_one_line_without_a_stack_trace()
    {
        var root = new ActorMailCommand(Surroundings()) { new Broken() };
        Assert.Equal(1, await root.RunAsync(["broken"], CancellationToken.None));
        Assert.Equal("failed: two lines\n", _error.ToString());
    }

    [Fact]
    public async Task A_disk_that_is_full_is_reported()
    {
        var shell = new Shell(Stream.Null, new FullDisk(), _error, false, _ => null, TimeProvider.System);
        Assert.Equal(1, await new ActorMailCommand(shell) { new Printing() }.RunAsync(["printing"], CancellationToken.None));
        Assert.Equal("failed: the output cannot be written: No space left\n", _error.ToString());
    }

    [Fact]
    public async Task A_reader_who_went_away_ends_the_command_without_a_word()
    {
        var shell = new Shell(Stream.Null, new ClosedPipe(), _error, false, _ => null, TimeProvider.System);
        var root = new ActorMailCommand(shell) { new Printing(), new Endless() };
        Assert.Equal(141, await root.RunAsync(["printing"], CancellationToken.None));
        Assert.Equal(141, await root.RunAsync(["endless"], CancellationToken.None));
        Assert.Empty(_error.ToString());
    }

    private static Shell Nowhere() =>
        new(Stream.Null, Stream.Null, TextWriter.Null, errorIsTerminal: false, _ => null, TimeProvider.System);

    private static IEnumerable<Verb> All(Command command) => command.Subcommands.SelectMany(All).Concat(command is Verb verb ? [verb] : []);

    private Shell Surroundings()
    {
        _error.NewLine = "\n";
        return new Shell(Stream.Null, _output, _error, errorIsTerminal: false, _variables.GetValueOrDefault, TimeProvider.System);
    }

    private Task<int> RunAsync(params string[] args) => Commands.Commands(Surroundings()).RunAsync(args, CancellationToken.None);

    private sealed class Broken() : Verb("broken", "Breaks.", "actormail broken")
    {
        protected override Task<int> RunAsync(Call call, CancellationToken cancel) => throw new InvalidOperationException("two\n lines");
    }

    private sealed class Printing() : Verb("printing", "Prints.", "actormail printing")
    {
        protected override Task<int> RunAsync(Call call, CancellationToken cancel)
        {
            call.Shell.Print("data");
            return Task.FromResult(ExitCode.Done);
        }
    }

    private sealed class Endless() : Verb("endless", "Prints for ever.", "actormail endless")
    {
        protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
        {
            for (;; await Task.Yield()) call.Shell.Print("data");
        }
    }

    private sealed class ClosedPipe : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe", 32);

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe", 32);
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("No space left");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("No space left");
    }
}
