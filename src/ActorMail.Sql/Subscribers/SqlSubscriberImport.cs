using ActorMail.Engine;

namespace ActorMail.Subscribers;

/// <summary>Many subscribers, a batch a transaction. Repeating a batch changes nothing.</summary>
internal sealed class SqlSubscriberImport(ISqlEngine engine) : ISubscriberImport
{
    public Task<ImportBatchResult> WriteAsync(IReadOnlyList<ImportRow> rows, CancellationToken cancel) =>
        engine.WriteAsync(session =>
        {
            var memberships = new Memberships(session);
            var (imported, notes) = (0, new List<ImportNote>());
            foreach (var (place, row) in rows.Index())
            {
                var (added, standing) = Write(session, memberships, row);
                imported += added ? 1 : 0;
                if (standing != ImportStanding.Plain) notes.Add(new ImportNote(place, standing));
            }

            memberships.Save();
            return new ImportBatchResult(imported, rows.Count - imported, notes);
        }, cancel);

    /// <summary>True when the row added a subscriber.</summary>
    private static (bool Added, ImportStanding Standing) Write(SqlSession session, Memberships memberships, ImportRow row)
    {
        var list = memberships.ListNumber(row.List);
        var found = SubscriberRow.FindToChange(session, row.Email);
        if (found is null)
        {
            var added = SubscriberRow.Add(session, row.Email, ImportRules.NameOfNew(row), ImportRules.AttributesOfNew(row),
                ImportRules.StateOfNew(row));
            if (added.State != SubscriberState.Unsubscribed) memberships.Join(list, added.Id);
            return (true, ImportStanding.Plain);
        }

        var next = ImportRules.Apply(row, found);
        next.Save(session, found);
        var isMember = memberships.IsMember(list, found.Id);
        var hasLeft = !isMember && memberships.HasLeft(list, found.Id);
        if (ImportRules.Leaves(row, found.State)) memberships.LeaveAll(found.Id);
        else if (next.State != SubscriberState.Unsubscribed && ImportRules.Joins(row, isMember, hasLeft)) memberships.Join(list, found.Id);

        return (false, ImportRules.Standing(row, found.State, hasLeft));
    }
}
