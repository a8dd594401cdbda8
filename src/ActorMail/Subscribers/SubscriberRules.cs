using ActorMail.Letters;

namespace ActorMail.Subscribers;

/// <summary>What makes a change of a subscriber acceptable when it comes from code.</summary>
internal static class SubscriberRules
{
    /// <summary>Gives the change in the form it is stored in.</summary>
    public static SubscriberChange Normalised(SubscriberChange change, List<ContentFault> faults)
    {
        var name = change.Name?.Trim();
        if (name is not null && SubscriberFields.NameFault(name) is { } fault) faults.Add(new ContentFault("name", fault));
        return change with
        {
            Name = name,
            Attributes = change.Attributes is null ? null : Attributes(change.Attributes, faults),
            JoinLists = Lists(change.JoinLists, faults),
            LeaveLists = Lists(change.LeaveLists, faults),
        };
    }

    /// <summary>The row in the form it is stored in; null with the first reason when it has a fault.</summary>
    public static ImportRow? Normalised(ImportRow row, out string? reason)
    {
        var faults = new List<ContentFault>();
        var change = Normalised(new SubscriberChange(row.Name, row.Attributes, row.State, [row.List]), faults);
        reason = faults.FirstOrDefault()?.Message;
        return reason is null ? row with { Name = change.Name, List = change.JoinLists![0], Attributes = change.Attributes! } : null;
    }

    private static Dictionary<string, string> Attributes(IReadOnlyDictionary<string, string> all, List<ContentFault> faults)
    {
        var attributes = new Dictionary<string, string>();
        if (all.Count > SubscriberFields.MaxAttributes)
            faults.Add(new ContentFault("attributes", $"are more than {SubscriberFields.MaxAttributes}"));
        foreach (var (text, value) in all)
        {
            if (!SubscriberFields.TryAttributeName(text, out var name, out var fault)) faults.Add(new ContentFault("attributes", fault));
            else if (SubscriberFields.AttributeFault(name, value) is { } wrong) faults.Add(new ContentFault("attributes", wrong));
            else attributes[name] = value;
        }

        return attributes;
    }

    private static IReadOnlyList<string>? Lists(IReadOnlyList<string>? texts, List<ContentFault> faults)
    {
        if (texts is null) return null;
        var names = new List<string>(texts.Count);
        foreach (var text in texts)
        {
            if (ListName.TryParse(text, out var name, out var reason)) names.Add(name);
            else faults.Add(new ContentFault("lists", reason));
        }

        return [.. names.Distinct()];
    }
}
