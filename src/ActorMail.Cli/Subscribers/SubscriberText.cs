using ActorMail.Cli.Terminal;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Subscribers;

/// <summary>A subscriber in words.</summary>
internal static class SubscriberText
{
    public static IEnumerable<string> Lines(SubscriberView subscriber)
    {
        var rows = new List<(string Name, string? Value)>
        {
            ("email", subscriber.Email),
            ("name", subscriber.Name),
            ("state", subscriber.State),
            ("because", Because(subscriber.Suppression)),
            ("lists", string.Join(", ", subscriber.Lists ?? [])),
        };
        rows.AddRange((subscriber.Attributes ?? new Dictionary<string, string>())
            .OrderBy(attribute => attribute.Key, StringComparer.Ordinal)
            .Select(attribute => (attribute.Key, (string?)attribute.Value)));
        rows.Add(("created", Moment.Text(subscriber.CreatedAt)));
        rows.Add(("updated", Moment.Text(subscriber.UpdatedAt)));
        return TextTable.Lines([.. rows.Where(row => !string.IsNullOrEmpty(row.Value))
            .Select(row => (IReadOnlyList<string>)[row.Name, row.Value!])]);
    }

    /// <summary>Why an address is suppressed, in one line; null when it is not.</summary>
    public static string? Because(SuppressionView? why)
    {
        if (why is null) return null;
        var what = why.Reason switch
        {
            "unknown" => "no such address",
            "disabled" => "the mailbox is disabled",
            "full" => "the mailbox is full",
            "hand" => "suppressed by hand",
            var other => other,
        };
        var post = why.Post is null ? "" : $", post {why.Post}";
        return Printable.OneLine($"{what}, {Moment.Text(why.At)}{post}{(why.Reply is null ? "" : $": {why.Reply}")}");
    }
}
