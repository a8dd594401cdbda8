using ActorMail.Engine;

namespace ActorMail.Subscribers;

/// <summary>What the link in a letter does.</summary>
internal sealed class SqlSubscriptions(ISqlEngine engine) : ISubscriptions
{
    private const string Find = """
        select l.name, s.address, exists (
            select 1 from memberships m where m.list = l.id and m.subscriber = s.id and m.ended is null)
        from lists l, subscribers s
        where l.id = @list and s.id = @subscriber and s.token_epoch = @epoch and s.address is not null
        """;

    private const string Lists = """
        select l.id, l.name, (select count(*) from memberships m where m.list = l.id and m.ended is null)
        from lists l order by l.name
        """;

    public Task<Subscription?> FindAsync(ListId list, SubscriberId subscriber, int epoch, CancellationToken cancel) =>
        engine.ReadAsync(session => session.First(
            Find, row => new Subscription(row.Text(0), EmailAddress.Parse(row.Text(1)), row.Flag(2)),
            list.Value, subscriber.Value, epoch), cancel);

    public Task UnsubscribeAsync(ListId list, SubscriberId subscriber, CancellationToken cancel) =>
        engine.WriteAsync(session =>
        {
            var memberships = new Memberships(session);
            memberships.Leave(list.Value, subscriber.Value);
            memberships.Save();
            return true;
        }, cancel);

    public Task<IReadOnlyList<MailingList>> ListsAsync(CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<MailingList>>(session => session.Query(
            Lists, row => new MailingList(new ListId(row.Long(0)), row.Text(1), row.Long(2))), cancel);
}
