using ActorMail.Engine;

namespace ActorMail.Subscribers;

/// <summary>Many subscribers, a batch a transaction. Repeating a batch changes nothing.</summary>
internal sealed class SqlSubscriberImport(ISqlEngine engine) : ISubscriberImport
{
    public Task<ImportBatchResult> WriteAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancel) =>
        engine.WriteAsync(session =>
        {
            var memberships = new Memberships(session);
            var imported = 0;
            foreach (var row in rows) imported += Write(session, memberships, row) ? 1 : 0;
            memberships.Save();
            return new ImportBatchResult(imported, rows.Count - imported);
        }, cancel);

    /// <summary>True when the row added a subscriber.</summary>
    private static bool Write(SqlSession session, Memberships memberships, ImportRow row)
    {
        var list = memberships.ListNumber(row.List);
        var found = SubscriberRow.Find(session, row.Email);
        if (found is null)
        {
            var attributes = AttributeMerge.Into("{}", row.Attributes, emptyRemoves: false);
            var state = row.State ?? SubscriberState.Active;
            var added = SubscriberRow.Add(session, row.Email, NullIfEmpty(row.Name), attributes, state);
            if (state != SubscriberState.Unsubscribed) memberships.Join(list, added.Id);
            return true;
        }

        var next = found with
        {
            Name = NullIfEmpty(row.Name) ?? found.Name,
            Attributes = AttributeMerge.Into(found.Attributes, row.Attributes, emptyRemoves: false),
            State = State(found.State, row.State),
        };
        next.Save(session, found);
        if (next.State != SubscriberState.Unsubscribed) Join(memberships, list, found.Id, row.State);
        else if (next.State != found.State) memberships.LeaveAll(found.Id);
        return false;
    }

    /// <summary>Only the word "active" brings somebody back, and nothing in a file releases a suppressed address.</summary>
    private static SubscriberState State(SubscriberState present, SubscriberState? wished) =>
        present == SubscriberState.Suppressed ? present : wished ?? present;

    private static void Join(Memberships memberships, long list, long subscriber, SubscriberState? wished)
    {
        if (memberships.IsMember(list, subscriber)) return;
        if (wished == SubscriberState.Active || !memberships.HasLeft(list, subscriber)) memberships.Join(list, subscriber);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
