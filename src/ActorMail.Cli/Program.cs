using ActorMail.Cli.Cluster;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Completion;
using ActorMail.Cli.Logs;
using ActorMail.Cli.Migration;
using ActorMail.Cli.Operations;
using ActorMail.Cli.Posts;
using ActorMail.Cli.Relays;
using ActorMail.Cli.Subscribers;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli;

/// <summary>The command <c>actormail</c>: a node's HTTP API by hand.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => Commands(Shell.OfProcess()).RunAsync(args, CancellationToken.None);

    /// <summary>Every verb there is.</summary>
    public static ActorMailCommand Commands(Shell shell) => new(shell)
    {
        new PublishCommand(),
        new PostsCommand(),
        new PostCommand(),
        new PauseCommand(),
        new ResumeCommand(),
        new CancelCommand(),
        new RetryCommand(),
        new TestCommand(),
        new DeliveriesCommand(),
        new ExplainCommand(),
        new ResolveCommand(),
        new VerbGroup("subscribers", "The readers: import, export, add, show, remove.")
        {
            new ImportCommand(),
            new ExportCommand(),
            new AddCommand(),
            new ShowCommand(),
            new RemoveCommand(),
        },
        new VerbGroup("cluster", "The nodes that work as one: show, leave, down.", new ShowClusterCommand())
        {
            new LeaveCommand(),
            new DownCommand(),
        },
        new RelaysCommand(),
        new MailersCommand(),
        new LogsCommand(),
        new MailCommand(),
        new MigrateCommand(),
        new CompletionCommand(),
    };
}
