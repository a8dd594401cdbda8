using ActorMail.Engine;

namespace ActorMail.Subscribers;

/// <summary>Rows of different addresses, written at once. Locked in the order of their numbers, as rounds lock readers.</summary>
/// <param name="notes">Takes what is to be told of its rows.</param>
internal sealed class ImportWave(
    SqlSession session, Memberships memberships, IReadOnlyList<PlacedRow> placed, List<ImportNote> notes)
{
    private const string Find = """
        select address_key, id, name, attributes, state from subscribers where address_key = any (@keys) order by id for update
        """;

    private const string Add = """
        insert into subscribers (address, address_key, name, attributes, state, created_at, updated_at)
        select n.address, n.key, n.name, n.attributes, n.state, @now, @now
        from unnest(@addresses, @keys, @names, @attributes, @states) with ordinality n (address, key, name, attributes, state, place)
        order by n.place
        returning address_key, id
        """;

    private const string Change = """
        update subscribers s set name = n.name, attributes = n.attributes, state = n.state, updated_at = @now
        from unnest(@ids, @names, @attributes, @states) n (id, name, attributes, state) where s.id = n.id
        """;

    private const string Standing = "select list, subscriber, ended is null from memberships where subscriber = any (@ids)";

    private const string Join = """
        insert into memberships (id, list, subscriber, joined_at)
        select n.id, n.list, n.subscriber, @now from unnest(@ids, @lists, @subscribers) n (id, list, subscriber)
        """;

    private readonly List<(long List, long Subscriber)> _joining = [];
    private readonly List<ImportRow> _rows = [.. placed.Select(row => row.Row)];

    /// <summary>Gives the number of subscribers added.</summary>
    public int Run()
    {
        var lists = _rows.Select(row => row.List).Distinct().Order(StringComparer.Ordinal)
            .ToDictionary(name => name, memberships.ListNumber);
        var found = session.Query(Find, row => (Key: row.Text(0), Subscriber: new SubscriberRow(
                row.Long(1), row.TextOrNull(2), row.Text(3), SubscriberRow.StateOf(row.Text(4)))), [Keys(_rows)])
            .ToDictionary(row => row.Key, row => row.Subscriber);
        var added = AddNew([.. _rows.Where(row => !found.ContainsKey(row.Email.Normalised))]);
        var next = ChangeFound(found);
        var standing = session.Query(Standing, row => (List: row.Long(0), Subscriber: row.Long(1), Member: row.Flag(2)),
            [Ids(found.Values)]).ToLookup(row => (row.List, row.Subscriber), row => row.Member);

        foreach (var (place, row) in placed)
        {
            var (key, list) = (row.Email.Normalised, lists[row.List]);
            if (added.TryGetValue(key, out var id))
            {
                if (ImportRules.StateOfNew(row) != SubscriberState.Unsubscribed) _joining.Add((list, id));
            }
            else
            {
                var present = standing[(list, found[key].Id)].ToList();
                if (ImportRules.Leaves(row, found[key].State)) memberships.LeaveAll(found[key].Id);
                else if (next[key].State != SubscriberState.Unsubscribed
                    && ImportRules.Joins(row, present.Contains(true), present.Count > 0)) _joining.Add((list, found[key].Id));
                var told = ImportRules.Standing(row, found[key].State, present.Count > 0 && !present.Contains(true));
                if (told != ImportStanding.Plain) notes.Add(new ImportNote(place, told));
            }
        }

        AddMemberships();
        return added.Count;
    }

    private Dictionary<string, long> AddNew(List<ImportRow> fresh) => fresh.Count == 0
        ? []
        : session.Query(Add, row => (Key: row.Text(0), Id: row.Long(1)), session.Now,
            Column(fresh, row => row.Email.ToString()), Keys(fresh), Column(fresh, ImportRules.NameOfNew),
            Column(fresh, ImportRules.AttributesOfNew),
            Column(fresh, row => SubscriberRow.Stored(ImportRules.StateOfNew(row)))).ToDictionary(row => row.Key, row => row.Id);

    private Dictionary<string, SubscriberRow> ChangeFound(Dictionary<string, SubscriberRow> found)
    {
        var next = _rows.Where(row => found.ContainsKey(row.Email.Normalised))
            .ToDictionary(row => row.Email.Normalised, row => ImportRules.Apply(row, found[row.Email.Normalised]));
        List<SubscriberRow> changed = [.. next.Where(row => row.Value != found[row.Key]).Select(row => row.Value)];
        if (changed.Count > 0)
        {
            session.Run(Change, session.Now, Ids(changed), Column(changed, row => row.Name),
                Column(changed, row => row.Attributes), Column(changed, row => SubscriberRow.Stored(row.State)));
        }

        return next;
    }

    /// <summary>Numbered last: the row they come from is locked from here to the commit.</summary>
    private void AddMemberships()
    {
        if (_joining.Count == 0) return;
        session.Run(Join, session.Now, Column(_joining, _ => memberships.NextNumber()), Column(_joining, pair => pair.List),
            Column(_joining, pair => pair.Subscriber));
    }

    private static string[] Keys(IReadOnlyList<ImportRow> some) => Column(some, row => row.Email.Normalised);

    private static long[] Ids(IEnumerable<SubscriberRow> some) => [.. some.Select(row => row.Id)];

    private static TValue[] Column<TRow, TValue>(IReadOnlyList<TRow> some, Func<TRow, TValue> value) => [.. some.Select(value)];
}

/// <summary>A row and its place in the batch.</summary>
internal readonly record struct PlacedRow(int Place, ImportRow Row);
