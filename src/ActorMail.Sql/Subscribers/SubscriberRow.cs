using ActorMail.Engine;

namespace ActorMail.Subscribers;

/// <summary>A subscriber's row as it is read to be changed.</summary>
internal sealed record SubscriberRow(long Id, string? Name, string Attributes, SubscriberState State)
{
    public const string Select = $"""
        select s.id, s.address, s.name, s.attributes, s.state, s.created_at, s.updated_at,
            (select string_agg(name, ' ') from (
                select l.name from lists l
                join memberships m on m.list = l.id and m.subscriber = s.id and m.ended is null
                order by l.name) present),
            {StoredSuppression.Columns}
        from subscribers s left join suppressions x on x.subscriber = s.id
        """;

    private const string ByAddress = "select id, name, attributes, state from subscribers where address_key = @key";

    public static SubscriberRow? Find(SqlSession session, EmailAddress email) => Find(session, ByAddress, email);

    /// <summary>The row to be changed: it stays as it is read until the commit.</summary>
    public static SubscriberRow? FindToChange(SqlSession session, EmailAddress email) =>
        Find(session, $"{ByAddress} {session.Texts.ForUpdate}", email);

    private static SubscriberRow? Find(SqlSession session, string sql, EmailAddress email) => session.First(
        sql,
        row => new SubscriberRow(row.Long(0), row.TextOrNull(1), row.Text(2), StateOf(row.Text(3))), email.Normalised);

    public static SubscriberRow Add(SqlSession session, EmailAddress email, string? name, string attributes, SubscriberState state)
    {
        var id = session.Number("""
            insert into subscribers (address, address_key, name, attributes, state, created_at, updated_at)
            values (@address, @key, @name, @attributes, @state, @now, @now) returning id
            """, email.ToString(), email.Normalised, name, attributes, Stored(state), session.Now);
        return new SubscriberRow(id, name, attributes, state);
    }

    /// <summary>Writes the row if it differs from <paramref name="before"/>, so that repeating an import writes nothing.</summary>
    public void Save(SqlSession session, SubscriberRow before)
    {
        if (this == before) return;
        session.Run("""
            update subscribers set name = @name, attributes = @attributes, state = @state, updated_at = @now where id = @id
            """, Name, Attributes, Stored(State), session.Now, Id);
    }

    public static Subscriber? Read(SqlSession session, EmailAddress email) =>
        session.First($"{Select} where s.address_key = @key", Map, email.Normalised);

    public static Subscriber Map(Row row) => new(
        new SubscriberId(row.Long(0)),
        EmailAddress.Parse(row.Text(1)),
        row.TextOrNull(2),
        StoredJson.Attributes(row.Text(3)),
        StateOf(row.Text(4)),
        row.TextOrNull(7)?.Split(' ') ?? [],
        row.Time(5),
        row.Time(6),
        StoredSuppression.Read(row, 8));

    public static string Stored(SubscriberState state) => state switch
    {
        SubscriberState.Active => "active",
        SubscriberState.Unsubscribed => "unsubscribed",
        SubscriberState.Suppressed => "suppressed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static SubscriberState StateOf(string stored) => stored switch
    {
        "active" => SubscriberState.Active,
        "unsubscribed" => SubscriberState.Unsubscribed,
        "suppressed" => SubscriberState.Suppressed,
        _ => throw new InvalidOperationException($"There is no subscriber state '{stored}'."),
    };
}
