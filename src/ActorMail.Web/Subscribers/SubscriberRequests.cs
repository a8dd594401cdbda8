using System.ComponentModel;
using ActorMail.Subscribers;
using ActorMail.Web.Problems;

namespace ActorMail.Web.Subscribers;

/// <summary>The body of <c>POST /api/subscribers</c>.</summary>
internal sealed record AddSubscriberRequest(
    string? Email = null,
    string? Name = null,
    [property: Description("Lists to join, made when they do not exist; left out, whoever is on none joins the list named default.")]
    IReadOnlyList<string>? Lists = null,
    IReadOnlyDictionary<string, string?>? Attributes = null,
    [property: Description("active, unsubscribed or suppressed. Only 'active' revives a reader who had left.")] string? State = null)
{
    /// <param name="isMember">Of some list already: then nobody is put on one that was not named.</param>
    public SubscriberChange ToChange(bool isMember, FieldFaults faults) => new(
        SubscriberWords.Name(Name, faults), SubscriberWords.Attributes(Attributes, faults), SubscriberWords.State(State, faults),
        SubscriberWords.Lists(Lists ?? (isMember ? [] : [ListName.Default]), faults));
}

/// <summary>The body of <c>PATCH /api/subscribers/{email}</c>; what is left out stays as it is.</summary>
internal sealed record ChangeSubscriberRequest(
    string? Name = null,
    [property: Description("All lists the reader shall be on; others are left.")] IReadOnlyList<string>? Lists = null,
    [property: Description("Merged by name; null or an empty value removes the attribute.")]
    IReadOnlyDictionary<string, string?>? Attributes = null,
    [property: Description("active, unsubscribed or suppressed. 'active' releases a suppressed address.")] string? State = null)
{
    public SubscriberChange ToChange(IReadOnlyList<string> listsNow, FieldFaults faults)
    {
        var lists = Lists is null ? null : SubscriberWords.Lists(Lists, faults);
        return new SubscriberChange(
            SubscriberWords.Name(Name, faults), SubscriberWords.Attributes(Attributes, faults), SubscriberWords.State(State, faults),
            lists?.Except(listsNow).ToArray(), lists is null ? null : [.. listsNow.Except(lists)]);
    }
}

/// <summary>A subscriber's fields as words of a request.</summary>
internal static class SubscriberWords
{
    public const string StateFault = "is none of active, unsubscribed, suppressed";

    public static bool TryState(string? text, out SubscriberState? state)
    {
        state = text?.ToLowerInvariant() switch
        {
            "active" => SubscriberState.Active,
            "unsubscribed" => SubscriberState.Unsubscribed,
            "suppressed" => SubscriberState.Suppressed,
            _ => null,
        };
        return state is not null || text is null;
    }

    public static SubscriberState? State(string? text, FieldFaults faults)
    {
        if (!TryState(text, out var state)) faults.Add("state", StateFault);
        return state;
    }

    public static string? Name(string? text, FieldFaults faults)
    {
        var name = text?.Trim();
        if (name is not null && SubscriberFields.NameFault(name) is { } fault) faults.Add("name", fault);
        return name;
    }

    public static IReadOnlyList<string> Lists(IReadOnlyList<string> texts, FieldFaults faults)
    {
        var names = new List<string>(texts.Count);
        foreach (var text in texts)
        {
            if (ListName.TryParse(text, out var name, out var reason)) names.Add(name);
            else faults.Add("lists", reason);
        }

        return [.. names.Distinct()];
    }

    public static IReadOnlyDictionary<string, string>? Attributes(
        IReadOnlyDictionary<string, string?>? all, FieldFaults faults)
    {
        if (all is null) return null;
        var attributes = new Dictionary<string, string>();
        foreach (var (text, given) in all)
        {
            var value = given ?? "";
            if (!SubscriberFields.TryAttributeName(text, out var name, out var fault)) faults.Add("attributes", fault);
            else if (SubscriberFields.AttributeFault(name, value) is { } wrong) faults.Add("attributes", wrong);
            else attributes[name] = value;
        }

        if (all.Count > SubscriberFields.MaxAttributes) faults.Add("attributes", $"are more than {SubscriberFields.MaxAttributes}");
        return attributes;
    }
}
