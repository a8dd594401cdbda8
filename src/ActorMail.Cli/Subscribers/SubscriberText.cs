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
}
