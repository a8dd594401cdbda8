using ActorMail.Engine;
using ActorMail.Subscribers;

namespace ActorMail.SignUps;

/// <summary>Sign-ups as forms and links use them.</summary>
internal sealed class SqlSignUps(ISqlEngine engine) : ISignUps
{
    private const string Had = """
        select sum(mails + case when state = 'waiting' and attempts = 0 then 1 else 0 end), max(asked_at), max(mailed_at)
        from sign_ups where mailbox = @mailbox
        """;

    private const string Keep = """
        update sign_ups set address = @address, address_key = @key, lists = @lists, round = @round, confirmed_at = null, subscriber = null
        where id = @id
        """;

    private const string Mail = """
        update sign_ups set state = 'waiting', asked_at = @at, due_at = @at, wanted_at = @now, held_by = null, attempts = 0, doubts = 0,
            reply = null
        where id = @id
        """;

    private const string Confirm = """
        update sign_ups set state = 'confirmed', address = null, address_key = null, mails = 0, due_at = null, held_by = null,
            reply = null, confirmed_at = @now, subscriber = @subscriber
        where id = @id
        """;

    private const string Open = """
        select id, address, lists, state, wanted_at, mails, mailed_at, reply from sign_ups
        where address is not null and id > @after order by id limit @limit
        """;

    private const string Count = """
        select (select count(*) from sign_ups where due_at is not null), (select count(*) from sign_ups where address is not null)
        """;

    private const string IsMember = """
        select 1 from memberships m join lists l on l.id = m.list and l.name = @list
        where m.subscriber = @subscriber and m.ended is null
        """;

    public Task<SignUpTaken> AskAsync(SignUpWish wish, CancellationToken cancel) => engine.WriteAsync(session =>
    {
        // The wishes of one mailbox come one after the other, whatever the tag.
        if (wish.Mailbox != wish.Mark) SignUpRow.OfMark(session, wish.Mailbox, wish.Mailbox);
        var row = SignUpRow.OfMark(session, wish.Mark, wish.Mailbox);
        // Each wish is written, so that the time it takes tells nothing.
        session.Run("update sign_ups set wishes = wishes + 1 where id = @id", row.Id);
        if (IsSettled(session, wish)) return SignUpTaken.Settled;
        var mail = row is { HasEnded: false, State: SignUpState.Waiting } ? null : NextMail(session, wish.Mailbox, row.HasEnded);
        // Nothing is kept of an address that gets no mail and has none it could confirm.
        if (row.HasEnded && mail is null) return SignUpTaken.Limited;
        var lists = SignUpWords.ListsOf(row.HasEnded ? "" : row.Lists).Union(wish.Lists);
        session.Run(
            Keep, wish.Email.ToString(), wish.Email.Normalised, string.Join(' ', lists), row.HasEnded ? row.Round + 1 : row.Round, row.Id);
        if (mail is not { } at) return SignUpTaken.Joined;
        session.Run(Mail, at, session.Now, row.Id);
        return at > session.Now ? SignUpTaken.Later : SignUpTaken.Mail;
    }, cancel);

    public Task<SignUpPlace?> FindAsync(string mark, int round, CancellationToken cancel) => engine.ReadAsync(session =>
        SignUpRow.Find(session, mark, round) switch
        {
            { ConfirmedAt: { } at } row => new SignUpPlace(null, SignUpWords.ListsOf(row.Lists), DateTimeOffset.FromUnixTimeMilliseconds(at)),
            { Address: { } address } row when !row.IsOld(session.Now) =>
                new SignUpPlace(EmailAddress.Parse(address), SignUpWords.ListsOf(row.Lists), null),
            _ => null,
        }, cancel);

    public Task<SignUpConfirmed> ConfirmAsync(string mark, int round, string? name, CancellationToken cancel) =>
        engine.WriteAsync<SignUpConfirmed>(session =>
        {
            if (SignUpRow.FindToChange(session, mark, round) is not { } row) return new SignUpConfirmed.Void();
            var lists = SignUpWords.ListsOf(row.Lists);
            if (row.ConfirmedAt is not null) return new SignUpConfirmed.Done(lists, Again: true);
            if (row.Address is not { } address || row.IsOld(session.Now)) return new SignUpConfirmed.Void();
            var email = EmailAddress.Parse(address);
            var found = SubscriberRow.FindToChange(session, email);
            if (found is { State: SubscriberState.Suppressed }) return new SignUpConfirmed.Suppressed();
            var reader = found ?? SubscriberRow.Add(session, email, null, "{}", SubscriberState.Active);
            SqlSubscriberStore.Apply(
                session, reader, new SubscriberChange(name, State: SubscriberState.Active, JoinLists: lists), rejoin: true);
            session.Run(Confirm, session.Now, reader.Id, row.Id);
            return new SignUpConfirmed.Done(lists, Again: false);
        }, cancel);

    public Task<IReadOnlyList<SignUp>> ListAsync(SignUpId? after, int limit, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<SignUp>>(session => session.Query(Open, Map, after?.Value ?? 0, limit), cancel);

    public Task<SignUpsOpen> CountAsync(CancellationToken cancel) =>
        engine.ReadAsync(session => session.First(Count, row => new SignUpsOpen(row.Long(0), row.Long(1))), cancel);

    private static long? NextMail(SqlSession session, string mailbox, bool anew)
    {
        var had = session.First(Had, row => (Mails: row.Long(0), Last: Later(row.TimeOrNull(1), row.TimeOrNull(2))), mailbox);
        return SignUpLimits.NextMail((int)had.Mails, had.Last, anew, DateTimeOffset.FromUnixTimeMilliseconds(session.Now)).Stored();
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other || other is null ? one : other;

    /// <summary>Whether there is nothing to confirm, or nobody to ask.</summary>
    private static bool IsSettled(SqlSession session, SignUpWish wish) => SubscriberRow.Find(session, wish.Email) switch
    {
        null => false,
        { State: SubscriberState.Suppressed } => true,
        { State: SubscriberState.Active } reader => wish.Lists.All(list => session.NumberOrNull(IsMember, list, reader.Id) == 1),
        _ => false,
    };

    private static SignUp Map(Row row) => new(
        new SignUpId(row.Long(0)), EmailAddress.Parse(row.Text(1)), SignUpWords.ListsOf(row.Text(2)), SignUpWords.StateOf(row.Text(3)),
        row.Time(4), row.Int(5), row.TimeOrNull(6), row.TextOrNull(7));
}
