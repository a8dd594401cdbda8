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
        var found = SubscriberRow.FindToChange(session, row.Email);
        if (found is null)
        {
            var added = SubscriberRow.Add(session, row.Email, ImportRules.NameOfNew(row), ImportRules.AttributesOfNew(row),
                ImportRules.StateOfNew(row));
            if (added.State != SubscriberState.Unsubscribed) memberships.Join(list, added.Id);
            return true;
        }

        var next = ImportRules.Apply(row, found);
        next.Save(session, found);
        if (next.State != SubscriberState.Unsubscribed) Join(memberships, list, found.Id, row);
        else if (next.State != found.State) memberships.LeaveAll(found.Id);
        return false;
    }

    private static void Join(Memberships memberships, long list, long subscriber, ImportRow row)
    {
        var isMember = memberships.IsMember(list, subscriber);
        if (ImportRules.Joins(row, isMember, !isMember && memberships.HasLeft(list, subscriber)))
            memberships.Join(list, subscriber);
    }
}
