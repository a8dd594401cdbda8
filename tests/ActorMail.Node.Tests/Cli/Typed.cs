using System.Text;
using ActorMail.Cli.Terminal;
using Actormail = ActorMail.Cli.Program;

namespace ActorMail.Node.Tests.Cli;

/// <summary>What a command typed into a shell left behind.</summary>
internal sealed record Typed(int Exit, string Out, string Error)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    /// <summary>For a shell of a test's own.</summary>
    public static TimeProvider Hurried { get; } = new HurriedTime();

    public static Task<Typed> RunAsync(StubNode node, params string[] args) => RunAsync(node.Url, "", args);

    public static async Task<Typed> RunAsync(string url, string input, params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var shell = new Shell(
            new MemoryStream(Encoding.UTF8.GetBytes(input)),
            output,
            error,
            errorIsTerminal: false,
            name => name == "ACTORMAIL_URL" ? url : null,
            new HurriedTime());
        var exit = await Actormail.Commands(shell).RunAsync(args, CancellationToken.None).WaitAsync(Bound);
        return new Typed(exit, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>A clock whose short waits (a pause before a reconnect) pass at once; bounds of a minute or more stay.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < Long ? dueTime / 200 : dueTime, period);
    }
}
