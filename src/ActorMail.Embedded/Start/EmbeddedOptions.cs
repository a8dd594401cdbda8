using ActorMail.Letters;
using ActorMail.Options;
using ActorMail.Smtp.Letters.Confirmation;

namespace ActorMail.Embedded.Start;

/// <summary>What an application said, checked as a whole.</summary>
internal static class EmbeddedOptions
{
    /// <summary>The options; refuses the start when anything is wrong with them.</summary>
    public static ActorMailOptions Sound(ActorMailBuilder mail)
    {
        var faults = Faults(mail).DistinctBy(fault => fault.Path).Select(fault => fault.ToString()).ToList();
        if (faults.Count > 0) throw new ActorMailStartException(faults);
        KeepUploadsBesideTheDatabase(mail.Options);
        return mail.Options;
    }

    /// <summary>A node's default folder is the node's own; in an application it would be a surprise.</summary>
    private static void KeepUploadsBesideTheDatabase(ActorMailOptions options)
    {
        if (options.DataDirectory == new ActorMailOptions().DataDirectory && DatabaseRules.IsSqlite(options.Database)
            && DatabaseFile.TryParse(options.Database.ConnectionString!, out var file, out _))
            options.DataDirectory = Path.GetDirectoryName(Path.GetFullPath(file))!;
    }

    private static IEnumerable<string> OfTheNodeOnly(ActorMailOptions options)
    {
        if (options.Feeds.Count > 0) yield return "Feeds";
        if (options.Hooks.Count > 0) yield return "Hooks";
        if (options.Webhooks.Count > 0) yield return "Webhooks";
        if (options.Dns.Server is not null) yield return "Dns:Server";
        if (options.Telemetry.Otlp.Endpoint is not null) yield return "Telemetry:Otlp:Endpoint";
    }

    private static string Place(ContentFault fault) => fault.Line is { } line ? $"{fault.Field}, line {line}" : fault.Field;

    private static IEnumerable<OptionFault> Faults(ActorMailBuilder mail)
    {
        var options = mail.Options;
        foreach (var fault in mail.Unreadable) yield return fault;
        if (options.Cluster.Enabled)
        {
            yield return OptionRules.At(
                "Cluster:Enabled", "an application is a node of its own; for a cluster run ActorMail.Node beside it, on the same database");
            yield break;
        }

        if (string.IsNullOrWhiteSpace(options.Database.ConnectionString))
            yield return OptionRules.At("Database:ConnectionString", "missing; say UseSqlite(\"Data Source=actormail.db\") or UsePostgreSql(...)");
        if (options.Relays.Count == 0 && mail.Inbox is null)
            yield return OptionRules.At("Relays", "missing; say where mails go: UseSmtp(\"smtp.example.org\") or, to catch them, UseDevInbox()");
        if (options.Relays.Count > 0 && mail.Inbox is not null)
            yield return OptionRules.At("Relays", "UseDevInbox() takes the place of every relay; leave one of both out");
        if (mail.Inbox is { Tls: not DevInbox.InboxTls.None } or { RequireAuth: not null })
            yield return OptionRules.At("Relays", "UseDevInbox(...) in an application is without TLS and login");
        if (mail.Joins && (mail.OwnName is not null || mail.Akka.Count > 0))
            yield return new OptionFault("JoinActorSystem", "SystemName and ConfigureAkka are for an actor system of ActorMail's own");
        if (string.IsNullOrWhiteSpace(mail.Node)) yield return new OptionFault("NodeName", "is empty");
        foreach (var path in OfTheNodeOnly(options)) yield return OptionRules.At(path, "is done by ActorMail.Node only");
        if (!string.IsNullOrWhiteSpace(options.SignUp.Letter))
            yield return OptionRules.At("SignUp:Letter", "a file is read by ActorMail.Node only; say ConfirmationLetter(subject, markdown)");
        if (mail.Confirmation is { } confirmation && ConfirmationPress.Check(confirmation) is { Count: > 0 } wrong)
            yield return new OptionFault("ConfirmationLetter", string.Join("; ", wrong.Select(fault => $"{Place(fault)}: {fault.Message}")));
        foreach (var fault in OptionRules.Check(options)) yield return fault;
        foreach (var fault in SigningKeys.Read(options).Faults) yield return fault;
        foreach (var fault in PostgresText.Check(options.Database)) yield return fault;
    }
}
