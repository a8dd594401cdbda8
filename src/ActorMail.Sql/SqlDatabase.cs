using ActorMail.Delivery;
using ActorMail.Digests;
using ActorMail.Engine;
using ActorMail.Feeds;
using ActorMail.Nodes;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.SignUps;
using ActorMail.Storage;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using ActorMail.Webhooks;

namespace ActorMail;

/// <summary>One open database: every storage port over its engine.</summary>
public sealed class SqlDatabase : IAsyncDisposable
{
    internal SqlDatabase(ISqlEngine engine, IRounds rounds, ISubscriberImport import)
    {
        Engine = engine;
        var posts = new SqlPostStore(engine);
        (Posts, Agenda) = (posts, posts);
        Subscribers = new SqlSubscriberStore(engine);
        Subscriptions = new SqlSubscriptions(engine);
        SignUps = new SqlSignUps(engine);
        SignUpMails = new SqlSignUpMails(engine);
        Import = import;
        Ledger = new SqlDeliveryLedger(engine, rounds);
        Log = new SqlDeliveryLog(engine);
        Doubts = new SqlUncertainDeliveries(engine);
        Unsent = new SqlUnsentOutcomes(engine);
        Retention = new SqlDeliveryRetention(engine);
        Allowance = new SqlRelayAllowance(engine);
        Digests = new SqlDigestStore(engine);
        DigestAgenda = new SqlDigestAgenda(engine);
        Secret = new SqlInstanceSecretStore(engine);
        Health = new SqlStoreHealth(engine);
        var feeds = new SqlFeedStore(engine);
        (FeedAgenda, FeedMemory, FeedWatch) = (feeds, feeds, feeds);
        Webhooks = new SqlWebhookOutbox(engine);
        WebhookWatch = new SqlWebhookWatch(engine);
    }

    public IPostStore Posts { get; }

    public IPostAgenda Agenda { get; }

    public ISubscriberStore Subscribers { get; }

    public ISubscriptions Subscriptions { get; }

    public ISignUps SignUps { get; }

    public ISignUpMails SignUpMails { get; }

    public ISubscriberImport Import { get; }

    public IDeliveryLedger Ledger { get; }

    public IDeliveryLog Log { get; }

    public IUncertainDeliveries Doubts { get; }

    public IUnsentOutcomes Unsent { get; }

    public IDeliveryRetention Retention { get; }

    public IRelayAllowance Allowance { get; }

    public IDigestStore Digests { get; }

    public IDigestAgenda DigestAgenda { get; }

    public IInstanceSecretStore Secret { get; }

    public IStoreHealth Health { get; }

    public IFeedAgenda FeedAgenda { get; }

    public IFeedMemory FeedMemory { get; }

    public IFeedWatch FeedWatch { get; }

    public IWebhookOutbox Webhooks { get; }

    public IWebhookWatch WebhookWatch { get; }

    /// <summary>Where the nodes of a cluster meet; null on an engine with a single node.</summary>
    public INodeDirectory? Nodes { get; internal init; }

    /// <summary>Null on an engine with a single node.</summary>
    public INamedLeases? NamedLeases { get; internal init; }

    /// <summary>Takes in an installation that ran on SQLite; null on SQLite itself.</summary>
    public IMigration? Migration { get; internal init; }

    internal ISqlEngine Engine { get; }

    /// <summary>Ends what is queued, then closes.</summary>
    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
