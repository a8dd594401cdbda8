using ActorMail.CrashRig.Runs;
using ActorMail.Rig.Receiver;

namespace ActorMail.CrashRig.Mutations;

/// <summary>The four ways in which the construction is broken (issue 3, item 5).</summary>
internal static class AllMutations
{
    private const string Round = "src/ActorMail.Sql/Delivery/RoundTransaction.cs";
    private const string Rounds = "src/ActorMail.Sql/Delivery/IRounds.cs";
    private const string Ledger = "src/ActorMail.Sql/Delivery/SqlDeliveryLedger.cs";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Without its token an outcome would not be written either, and the run would only hang.</summary>
    private static readonly Replacement OutcomeNeedsNoIntent = new(Round, "if (taken > 0) _books.Write", "if (taken >= 0) _books.Write");

    private static readonly CrashPlan Killed = new()
    {
        Readers = 120,
        Connections = 4,
        Patience = Patience,
        Strikes = [new Strike.KillAfter(150), new Strike.KillAfter(120)],
    };

    public static readonly IReadOnlyList<Mutation> List =
    [
        new("intent not written", "attempts in doubt explain them",
            [
                new("src/ActorMail.Sql/Delivery/Grants.cs",
                    "var written = _session.Run(Write, ", "var written = 1; _ = (Write, "),
                OutcomeNeedsNoIntent,
            ],
            [Killed, Killed with { Strikes = [new Strike.KillAt(Moment.AfterDot, 30)] }]),
        new("lease epoch not checked", "A frozen node began",
            [
                new(Round, "where post = @post and no = @no and holder = @holder and epoch = @epoch\n        returning kind",
                    "where post = @post and no = @no and (1 or (holder = @holder and epoch = @epoch))\n        returning kind"),
            ],
            [new CrashPlan { Readers = 150, FreezeAfter = 120, Patience = Patience }]),
        new("outcome committed after the next start", "after which its connection went on",
            [
                OutcomeNeedsNoIntent,
                new(Rounds, "engine.WriteAsync(session => new RoundTransaction(session, round).Run(), goOnHere: true, cancel);", """
                    Task.Run(async () =>
                    {
                        var now = round with
                        {
                            Finished = [],
                            Outcomes = [.. round.Outcomes.Select(ended => ended with { Outcome = new DeliveryOutcome.Returned("") })],
                        };
                        var result = await engine.WriteAsync(session => new RoundTransaction(session, now).Run(), cancel);
                        _ = Task.Run(async () =>
                        {
                            await Task.Delay(50);
                            await engine.WriteAsync(session => new RoundTransaction(session, round with { Requests = [] }).Run(), cancel);
                        });
                        return result;
                    });
                    """),
            ],
            [Killed]),
        new("cursor advanced before the slice is stored", "readers are lost",
            [
                new(Ledger, """
                                .WriteAsync(session => new LeaseTransaction(session, post, holder, terms).Run(), cancel).ConfigureAwait(false);
                    """, """
                                .WriteAsync(session =>
                                {
                                    var leased = new LeaseTransaction(session, post, holder, terms).Run();
                                    if (leased is not { Kind: SliceKind.First, Lease.Epoch: 1 }) return leased;
                                    session.Run("create temp table parked as select * from slices where post = @post and no = @no",
                                        post.Value, leased.Lease.Key.No);
                                    session.Run("delete from slices where post = @post and no = @no", post.Value, leased.Lease.Key.No);
                                    return leased;
                                }, cancel).ConfigureAwait(false);
                            if (slice is { Kind: SliceKind.First, Lease.Epoch: 1 })
                            {
                                await Task.Delay(500, CancellationToken.None);
                                await engine.WriteAsync(session =>
                                {
                                    session.Run("insert into slices select * from temp.parked");
                                    return session.Run("drop table temp.parked");
                                }, CancellationToken.None);
                            }
                    """),
            ],
            [new CrashPlan { Readers = 120, Patience = Patience, Strikes = [new Strike.KillInside("during-lease", 1)] }]),
    ];
}
