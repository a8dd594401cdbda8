using ActorMail.Engine;
using ActorMail.Subscribers;

namespace ActorMail.SignUps;

/// <summary>Sign-ups as forms and links use them.</summary>
internal sealed class SqlSignUps(ISqlEngine engine) : ISignUps
{
    private const string Keep = """
        update sign_ups set address = @address, address_key = @key, name = @name, lists = @lists, round = @round, wanted_at = @now,
            confirmed_at = null, subscriber = null
        where id = @id
        """;

    private const string Mail = """
        update sign_ups set state = 'waiting', mails = @mails, asked_at = @at, due_at = @at, held_by = null, attempts = 0, doubts = 0,
            reply = null
        where id = @id
        """;

    private const string Confirm = """
        update sign_ups set state = 'confirmed', address = null, address_key = null, name = null, mails = 0, due_at = null, held_by = null,
            reply = null, confirmed_at = @now, subscriber = @subscriber
        where id = @id
        """;

    private const string Open = """
        select id, address, lists, state, wanted_at, mails, mailed_at, reply from sign_ups
        where address is not null and id > @after order by id limit @limit
        """;

    private const string IsMember = """
        select 1 from memberships m join lists l on l.id = m.list and l.name = @list
        where m.subscriber = @subscriber and m.ended is null
        """;

    public Task AskAsync(SignUpWish wish, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        var row = SignUpRow.OfMark(session, wish.Mark);
        var settled = IsSettled(session, wish);
        var mail = row is { HasEnded: false, State: SignUpState.Waiting } ? null : NextMail(row, session.Now);
        if (settled || (row.HasEnded && mail is null))
        {
            // Nothing is kept of an address that gets no mail and has none it could confirm; but it takes a write, as all others do.
            session.Run("update sign_ups set wanted_at = @now where id = @id", session.Now, row.Id);
            return false;
        }

        var lists = SignUpRow.ListsOf(row.HasEnded ? "" : row.Lists).Union(wish.Lists);
        session.Run(
            Keep, wish.Email.ToString(), wish.Email.Normalised, row.HasEnded ? wish.Name : row.Name ?? wish.Name, string.Join(' ', lists),
            row.HasEnded ? row.Round + 1 : row.Round, session.Now, row.Id);
        if (mail is { } at) session.Run(Mail, row.Mails + 1, at, row.Id);
        return true;
    }, cancel);

    public Task<SignUpPlace?> FindAsync(SignUpId id, int round, CancellationToken cancel) => engine.ReadAsync(session =>
        SignUpRow.Find(session, id, round) is not { } row || row is { HasEnded: true, ConfirmedAt: null } ? null : new SignUpPlace(
            row.Address is { } address ? EmailAddress.Parse(address) : null,
            SignUpRow.ListsOf(row.Lists),
            row.ConfirmedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null), cancel);

    public Task<SignUpConfirmed> ConfirmAsync(SignUpId id, int round, CancellationToken cancel) =>
        engine.WriteAsync<SignUpConfirmed>(session =>
        {
            if (SignUpRow.FindToChange(session, id, round) is not { } row) return new SignUpConfirmed.Void();
            var lists = SignUpRow.ListsOf(row.Lists);
            if (row.ConfirmedAt is not null) return new SignUpConfirmed.Done(lists);
            if (row.Address is not { } address) return new SignUpConfirmed.Void();
            var email = EmailAddress.Parse(address);
            var found = SubscriberRow.FindToChange(session, email);
            if (found is { State: SubscriberState.Suppressed }) return new SignUpConfirmed.Suppressed();
            var reader = found ?? SubscriberRow.Add(session, email, null, "{}", SubscriberState.Active);
            var change = new SubscriberChange(reader.Name is null ? row.Name : null, State: SubscriberState.Active, JoinLists: lists);
            SqlSubscriberStore.Apply(session, reader, change, rejoin: true);
            session.Run(Confirm, session.Now, reader.Id, row.Id);
            return new SignUpConfirmed.Done(lists);
        }, cancel);

    public Task<IReadOnlyList<SignUp>> ListAsync(SignUpId? after, int limit, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<SignUp>>(session => session.Query(Open, Map, after?.Value ?? 0, limit), cancel);

    private static long? NextMail(SignUpRow row, long now) => SignUpLimits.NextMail(
        row.Mails, row.LastMail is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last) : null, row.HasEnded,
        DateTimeOffset.FromUnixTimeMilliseconds(now)).Stored();

    /// <summary>Whether there is nothing to confirm, or nobody to ask.</summary>
    private static bool IsSettled(SqlSession session, SignUpWish wish) => SubscriberRow.Find(session, wish.Email) switch
    {
        null => false,
        { State: SubscriberState.Suppressed } => true,
        { State: SubscriberState.Active } reader => wish.Lists.All(list => session.NumberOrNull(IsMember, list, reader.Id) == 1),
        _ => false,
    };

    private static SignUp Map(Row row) => new(
        new SignUpId(row.Long(0)), EmailAddress.Parse(row.Text(1)), SignUpRow.ListsOf(row.Text(2)), SignUpRow.StateOf(row.Text(3)),
        row.Time(4), row.Int(5), row.TimeOrNull(6), row.TextOrNull(7));
}
