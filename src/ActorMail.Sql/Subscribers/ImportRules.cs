namespace ActorMail.Subscribers;

/// <summary>What a row of an import does to a subscriber, whatever the engine.</summary>
internal static class ImportRules
{
    public static SubscriberState StateOfNew(ImportRow row) => row.State ?? SubscriberState.Active;

    public static string? NameOfNew(ImportRow row) => NullIfEmpty(row.Name);

    public static string AttributesOfNew(ImportRow row) => AttributeMerge.Into("{}", row.Attributes, emptyRemoves: false);

    public static SubscriberRow Apply(ImportRow row, SubscriberRow found) => found with
    {
        Name = NullIfEmpty(row.Name) ?? found.Name,
        Attributes = AttributeMerge.Into(found.Attributes, row.Attributes, emptyRemoves: false),
        State = State(found.State, row.State),
    };

    /// <summary>Who is said to have unsubscribed leaves every list, a suppressed reader too, who may be released one day.</summary>
    public static bool Leaves(ImportRow row, SubscriberState before) =>
        row.State == SubscriberState.Unsubscribed && before != SubscriberState.Unsubscribed;

    /// <summary>Who has left the list is brought back only by a row that says active.</summary>
    public static bool Joins(ImportRow row, bool isMember, bool hasLeft) =>
        row.State != SubscriberState.Unsubscribed && !isMember && (row.State == SubscriberState.Active || !hasLeft);

    /// <summary>What is to be told of a row about somebody who was there.</summary>
    /// <param name="hasLeft">True when the reader was a member of the row's list once, and is not.</param>
    public static ImportStanding Standing(ImportRow row, SubscriberState before, bool hasLeft) => (before, row.State) switch
    {
        (SubscriberState.Suppressed, not SubscriberState.Suppressed) => ImportStanding.Suppressed,
        (_, SubscriberState.Suppressed or SubscriberState.Unsubscribed) => ImportStanding.Plain,
        (not SubscriberState.Unsubscribed, _) when !hasLeft => ImportStanding.Plain,
        (_, SubscriberState.Active) => ImportStanding.Revived,
        _ => ImportStanding.StaysAway,
    };

    /// <summary>Only the word "active" brings somebody back, and nothing in a file releases a suppressed address.</summary>
    private static SubscriberState State(SubscriberState present, SubscriberState? wished) =>
        present == SubscriberState.Suppressed ? present : wished ?? present;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
