using ActorMail.Engine;

namespace ActorMail.Delivery;

/// <summary>
/// One round: leases, outcomes, next intents and finished slices in one transaction (promises P2, P4, P5). Repeating it changes
/// nothing.
/// </summary>
internal sealed class RoundTransaction(SqlSession session, Round round)
{
    private const string Renew = """
        update slices set until = case when state = 'open' then @until else until end
        where post = @post and no = @no and holder = @holder and epoch = @epoch
        returning kind
        """;

    private const string TakeIntent = """
        delete from intents where holder = @holder and mailer = @mailer and post = @post and slice = @slice
            and epoch = @epoch and subscriber = @subscriber and attempt = @attempt
        """;

    private const string Finish = """
        update slices set state = 'done'
        where post = @post and no = @no and holder = @holder and epoch = @epoch and state = 'open' and case kind
            when 'first' then accepted + deferred + rejected + skipped + uncertain + cancelled >= audience
            else not exists (select 1 from deliveries d where d.post = slices.post and d.claim = slices.no) end
        """;

    private const string GiveBack = """
        update slices set holder = null, until = 0
        where post = @post and no = @no and holder = @holder and epoch = @epoch and state = 'open'
        """;

    private readonly Books _books = new(session);
    private readonly Dictionary<SliceLease, SliceKind?> _held = [];
    private readonly HashSet<IntentRequest> _goingOn = [];

    public RoundResult Run()
    {
        foreach (var slice in round.Renew.Concat(round.Requests.Select(request => request.Slice))) RenewOnce(slice);
        var grants = new Grants(session, _books, round);
        // What an outcome says of an address may forbid what the same round asks for: then all outcomes come first.
        var next = OutcomeMarks.AnyIn(round.Outcomes) ? null : round.Requests.ToLookup(request => request.Mailer);
        foreach (var ended in round.Outcomes) Apply(ended, grants, next?[ended.Mailer].FirstOrDefault());
        OutcomeMarks.Write(session, round.Outcomes);
        IReadOnlyList<IntentAnswer> answers = [.. round.Requests.Select(request => Answer(request, grants))];
        _books.Save();
        foreach (var slice in round.Finished) FinishOne(slice);
        return new RoundResult([.. _held.Where(held => held.Value is null).Select(held => held.Key)], answers);
    }

    /// <summary>A finished slice counts as held, since the round that finished it may be repeated.</summary>
    private void RenewOnce(SliceLease slice)
    {
        if (_held.ContainsKey(slice)) return;
        var kind = session.First(Renew, row => row.Text(0), session.Now + (long)round.LeaseFor.TotalMilliseconds,
            slice.Key.Post.Value, slice.Key.No, round.Holder.Value, slice.Epoch);
        _held[slice] = kind switch { null => null, "first" => SliceKind.First, _ => SliceKind.Retry };
    }

    /// <summary>The intent is the token: only who removes it, or puts the mailer's next one in its place, writes the outcome.</summary>
    private void Apply(EndedDelivery ended, Grants grants, IntentRequest? next)
    {
        if (next is not null && Decision.From(ended, round.Node) is { } usual && grants.GoOn(ended, next, _held[next.Slice]))
        {
            _goingOn.Add(next);
            _books.Write(usual);
            return;
        }

        var taken = session.Run(TakeIntent, round.Holder.Value, ended.Mailer, ended.Slice.Key.Post.Value,
            ended.Slice.Key.No, ended.Slice.Epoch, ended.Subscriber.Value, ended.Attempt);
        if (Decision.From(ended, round.Node) is not { } decision) return;
        if (taken > 0) _books.Write(decision);
        else _books.WriteLate(decision);
    }

    private IntentAnswer Answer(IntentRequest request, Grants grants) =>
        _goingOn.Contains(request) ? IntentAnswer.Granted : grants.Answer(request, _held[request.Slice]);

    /// <summary>A slice that is not finished after all is given back, so that nobody in it is forgotten.</summary>
    private void FinishOne(SliceLease slice)
    {
        if (session.Run(Finish, slice.Key.Post.Value, slice.Key.No, round.Holder.Value, slice.Epoch) == 0)
            session.Run(GiveBack, slice.Key.Post.Value, slice.Key.No, round.Holder.Value, slice.Epoch);
    }
}
