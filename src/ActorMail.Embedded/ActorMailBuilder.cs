using ActorMail.DevInbox;
using ActorMail.Letters;
using ActorMail.Options;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;

namespace ActorMail;

/// <summary>
/// What an application says about its ActorMail. Nothing is checked here: wrong values stop the start of the application with an
/// <see cref="ActorMailStartException"/> that names all of them at once.
/// </summary>
public sealed class ActorMailBuilder
{
    private readonly List<OptionFault> _unreadable = [];
    private readonly List<Action<AkkaConfigurationBuilder, IServiceProvider>> _akka = [];

    internal ActorMailBuilder() { }

    internal ActorMailOptions Options { get; private set; } = new();

    /// <summary>What a configuration section held that is no option.</summary>
    internal IReadOnlyList<OptionFault> Unreadable => _unreadable;

    internal DevInboxOptions? Inbox { get; private set; }

    internal bool Joins { get; private set; }

    internal ConfirmationText? Confirmation { get; private set; }

    internal string? OwnName { get; private set; }

    internal string Node { get; private set; } = Environment.MachineName;

    internal IReadOnlyList<Action<AkkaConfigurationBuilder, IServiceProvider>> Akka => _akka;

    /// <summary>Keeps everything in one SQLite file, made when it does not exist; no other process may use it.</summary>
    /// <param name="connectionString">In the words of Microsoft.Data.Sqlite: <c>Data Source=actormail.db</c>.</param>
    public ActorMailBuilder UseSqlite(string connectionString) => Database("sqlite", connectionString);

    /// <summary>Keeps everything in a PostgreSQL database, which has to exist; its tables are made there.</summary>
    /// <param name="connectionString">
    /// In Npgsql's words: <c>Host=db.example.org;Database=actormail;Username=actormail;Password=...</c>.
    /// </param>
    public ActorMailBuilder UsePostgreSql(string connectionString) => Database("postgresql", connectionString);

    /// <summary>Sends through this SMTP server. Several calls name several, which share the work.</summary>
    /// <param name="host">Its name or address.</param>
    /// <param name="port">1 to 65535. Default 587 with STARTTLS; 465 means TLS from the first byte.</param>
    /// <param name="more">Login, limits and whatever else differs from the defaults.</param>
    public ActorMailBuilder UseSmtp(string host, int port = 587, Action<RelayOptions>? more = null)
    {
        var relay = new RelayOptions { Host = host, Port = port, Security = port == 465 ? "tls" : "starttls" };
        more?.Invoke(relay);
        Options.Relays.Add(relay);
        return this;
    }

    /// <summary>
    /// Catches every mail instead of sending it: for development and tests. Opens a port on loopback, the only one ActorMail ever
    /// opens in an application; the mails are shown at <c>/inbox</c> and by <see cref="DevInboxServer"/> from the container.
    /// </summary>
    public ActorMailBuilder UseDevInbox(DevInboxOptions? options = null)
    {
        Inbox = options ?? new DevInboxOptions();
        return this;
    }

    /// <summary>Who letters come from: <c>name@example.org</c> or <c>A Name &lt;name@example.org&gt;</c>. Needed with a relay.</summary>
    public ActorMailBuilder From(string mailbox) => Configure(options => options.From = mailbox);

    /// <summary>
    /// Where readers reach the application, http or https, absolute: unsubscribe links begin with it, followed by the prefix given
    /// to <c>MapActorMail</c>. Needed with a relay.
    /// </summary>
    public ActorMailBuilder PublicUrl(string url) => Configure(options => options.PublicUrl = url);

    /// <summary>What the mail says that asks readers to confirm a sign-up (docs/sign-up.md). Default: a short English text.</summary>
    /// <param name="subject">May show <c>{{ list.name }}</c>, <c>{{ sender.name }}</c> and <c>{{ sender.email }}</c>.</param>
    /// <param name="markdown">May show them too, and has to hold the link: <c>[Confirm]({{ confirm_url }})</c>.</param>
    public ActorMailBuilder ConfirmationLetter(string subject, string markdown)
    {
        Confirmation = new ConfirmationText(subject, markdown);
        return this;
    }

    /// <summary>Lets callers of the HTTP API in by this key: at least 16 characters.</summary>
    /// <param name="role"><c>admin</c> (default: everything), <c>publish</c> (posts only) or <c>read</c>.</param>
    public ActorMailBuilder UseApiKey(string key, string role = "admin") =>
        Configure(options => options.ApiKeys.Add(new ApiKeyOptions { Key = key, Role = role }));

    /// <summary>
    /// Reads a configuration section with the keys of a node (README: Configuration), such as <c>configuration.GetSection("ActorMail")</c>.
    /// It replaces what was said before; what is said afterwards replaces it.
    /// </summary>
    public ActorMailBuilder UseConfiguration(IConfiguration section)
    {
        var read = OptionsReader.Read(section.AsEnumerable(makePathsRelative: true));
        Options = read.Options;
        _unreadable.Clear();
        // What the rules find is found again when all has been said.
        _unreadable.AddRange(read.Faults.Except(OptionRules.Check(read.Options)));
        return this;
    }

    /// <summary>Sets any option by its name.</summary>
    public ActorMailBuilder Configure(Action<ActorMailOptions> change)
    {
        change(Options);
        return this;
    }

    /// <summary>
    /// This process's name in outcomes. Default: the machine's. Processes that share a PostgreSQL database need one each, because a
    /// process that starts ends what its name had begun before.
    /// </summary>
    public ActorMailBuilder NodeName(string name)
    {
        Node = name;
        return this;
    }

    /// <summary>The name of ActorMail's own actor system. Default <c>actormail</c>.</summary>
    public ActorMailBuilder SystemName(string name)
    {
        OwnName = name;
        return this;
    }

    /// <summary>Adds to ActorMail's own actor system, such as HOCON that overrides its settings (with <c>HoconAddMode.Prepend</c>).</summary>
    public ActorMailBuilder ConfigureAkka(Action<AkkaConfigurationBuilder, IServiceProvider> configure)
    {
        _akka.Add(configure);
        return this;
    }

    /// <summary>
    /// Starts no actor system: the application puts ActorMail into its own, with <c>AddAkka(..., (akka, provider) =&gt;
    /// akka.WithActorMail(provider))</c>.
    /// </summary>
    public ActorMailBuilder JoinActorSystem()
    {
        Joins = true;
        return this;
    }

    private ActorMailBuilder Database(string provider, string connectionString) =>
        Configure(options => options.Database = new DatabaseOptions { Provider = provider, ConnectionString = connectionString });
}
