using ActorMail.Cli.Cluster;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Digests;
using ActorMail.Cli.Feeds;
using ActorMail.Cli.Completion;
using ActorMail.Cli.Logs;
using ActorMail.Cli.Migration;
using ActorMail.Cli.Operations;
using ActorMail.Cli.Posts;
using ActorMail.Cli.Preflight;
using ActorMail.Cli.Relays;
using ActorMail.Cli.Subscribers;
using ActorMail.Cli.Terminal;
using ActorMail.Cli.Webhooks;

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
        new TriggerCommand(),
        new TestCommand(),
        new DeliveriesCommand(),
        new ExplainCommand(),
        new ResolveCommand(),
        new VerbGroup("digests", "Posts that write themselves: list, set, remove.", new ListDigestsCommand())
        {
            new SetDigestCommand(),
            new RemoveDigestCommand(),
        },
        new VerbGroup("subscribers", "The readers: import, export, add, show, remove.")
        {
            new ImportCommand(),
            new ExportCommand(),
            new AddCommand(),
            new ShowCommand(),
            new RemoveCommand(),
            new ReleaseCommand(),
            new SuppressedCommand(),
            new PendingCommand(),
        },
        new VerbGroup("cluster", "The nodes that work as one: show, leave, down.", new ShowClusterCommand())
        {
            new LeaveCommand(),
            new DownCommand(),
        },
        new VerbGroup("relays", "The SMTP servers mails go to: show, resume.", new RelaysCommand())
        {
            new ResumeRelayCommand(),
        },
        new MailersCommand(),
        new CheckCommand(),
        new VerbGroup("feeds", "The feeds whose new items become posts: list, poll.", new ListFeedsCommand())
        {
            new PollFeedCommand(),
        },
        new VerbGroup("webhooks", "Who is told what happens: list, messages, test, retry.", new ListWebhooksCommand())
        {
            new WebhookMessagesCommand(),
            new TestWebhookCommand(),
            new RetryWebhookCommand(),
        },
        new LogsCommand(),
        new MailCommand(),
        new MigrateCommand(),
        new CompletionCommand(),
    };
}
