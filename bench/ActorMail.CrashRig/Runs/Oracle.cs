using ActorMail.Rig.Nodes;
using ActorMail.Rig.Receiver;

namespace ActorMail.CrashRig.Runs;

/// <summary>Compares what the receiver got with what the node says, and names every promise broken.</summary>
internal sealed class Oracle(CrashPlan plan, Evidence evidence)
{
    private const string InDoubt = "nobody knows how it ended";
    private readonly List<string> _broken = [.. evidence.Faults];
    private readonly ILookup<string, ReceiverLine> _messages = evidence.Messages;
    private readonly Dictionary<int, int> _copiesByLife = [];

    public RunReport Judge()
    {
        NothingIsLeftUndone();
        var lost = NobodyIsLost();
        CopiesAreOfDoubt();
        CopiesStayWithinTheirBound();
        DoubtIsNamed();
        if (evidence.BegunAfterTakeOver > plan.Connections)
            Broken($"A frozen node began {evidence.BegunAfterTakeOver} messages after its slices had been taken over.");
        return new RunReport(plan, plan.Strikes.Count(strike => strike.IsKill()), _messages.Sum(reader => reader.Count()),
            evidence.Uncertain.Count, _copiesByLife.Values.Sum(), _copiesByLife.Values.DefaultIfEmpty().Max(), lost, _broken);
    }

    private void NothingIsLeftUndone()
    {
        if (evidence.Post is not { Status: "sent", FinishedAt: not null }) Broken($"The post is not finished: {evidence.Post}.");
        var totals = evidence.Post.Totals;
        if (!totals.Balanced || totals.Audience != plan.Readers) Broken($"The books do not balance: {totals}.");
        if (plan.OnUncertain == "resend" && totals.Accepted != plan.Readers) Broken($"Not everybody is accepted: {totals}.");
        if (evidence.StillOpen.Count > 0) Broken($"{evidence.StillOpen.Count} intents are still open.");
    }

    /// <summary>Whoever is accepted has a message; whoever has none is in doubt, by name.</summary>
    private int NobodyIsLost()
    {
        var lost = Enumerable.Range(1, plan.Readers).Select(NodeApi.Reader)
            .Where(reader => !_messages.Contains(reader) && !evidence.NamedUncertain.Contains(reader)).ToList();
        if (lost.Count > 0) Broken($"{lost.Count} readers are lost: {string.Join(", ", lost.Take(5))}.");
        var untrue = evidence.NamedAccepted.Count(reader => !_messages.Contains(reader));
        if (untrue > 0) Broken($"{untrue} readers are accepted and have no message.");
        return lost.Count;
    }

    /// <summary>
    /// A message is only repeated when it was the last its connection had begun, in doubt, and under the same id.
    /// </summary>
    private void CopiesAreOfDoubt()
    {
        var lastBegun = evidence.Received.GroupBy(line => line.Connection)
            .ToDictionary(connection => connection.Key, connection => connection.Max(line => line.Nth));
        foreach (var reader in evidence.Copied)
        {
            if (plan.OnUncertain != "resend") Broken($"{reader.Key} has a copy under {plan.OnUncertain}.");
            if (reader.DistinctBy(line => line.MessageId).Count() > 1) Broken($"{reader.Key} has copies with other Message-IDs.");
            var repeated = reader.SkipLast(1).ToList();
            var told = evidence.Told[reader.Key].Count(step => step.Contains(InDoubt, StringComparison.Ordinal));
            if (told < repeated.Count) Broken($"{reader.Key} has {repeated.Count} copies and {told} attempts in doubt explain them.");
            foreach (var line in repeated)
            {
                _copiesByLife[line.Life] = _copiesByLife.GetValueOrDefault(line.Life) + 1;
                if (plan.FreezeAfter is null && lastBegun[line.Connection] != line.Nth)
                    Broken($"{reader.Key} has a copy of a message after which its connection went on.");
            }
        }
    }

    private void CopiesStayWithinTheirBound()
    {
        foreach (var (life, copies) in _copiesByLife)
        {
            var struck = life < plan.Strikes.Count ? plan.Strikes[life].IsKill() : plan.FreezeAfter is not null;
            var bound = (struck ? plan.Connections : 0) + evidence.LinkFaults;
            if (copies > bound) Broken($"Life {life} caused {copies} copies, {bound} are allowed.");
        }
    }

    /// <summary>Exactly the messages a dead node had started are in doubt, and the API names them.</summary>
    private void DoubtIsNamed()
    {
        HashSet<Attempted> known = [];
        for (var life = 0; life < evidence.LeftOpen.Count; life++)
        {
            var left = evidence.LeftOpen[life].Count(known.Add);
            var bound = plan.Strikes[life].IsKill() ? plan.Connections : 0;
            if (left > bound) Broken($"Life {life} left {left} messages in doubt, {bound} are allowed.");
        }

        var unnamed = known.Except(evidence.Uncertain).ToList();
        if (unnamed.Count > 0) Broken($"{unnamed.Count} messages had been started and are not in doubt: {unnamed[0]}.");
        var extra = evidence.Uncertain.Except(known).Count();
        var allowed = evidence.LinkFaults + (plan.FreezeAfter is null ? 0 : plan.Connections);
        if (extra > allowed) Broken($"{extra} attempts are in doubt although nothing was left open.");
        if (evidence.NamedUncertain.Count != evidence.Post.Totals.Uncertain)
            Broken($"{evidence.Post.Totals.Uncertain} are in doubt and {evidence.NamedUncertain.Count} are named.");
        if (plan.OnUncertain != "resend" && !evidence.NamedUncertain.SetEquals(evidence.Uncertain.Select(doubt => doubt.Reader)))
            Broken("The readers in doubt and those the API names differ.");
    }

    private void Broken(string what) => _broken.Add(what);
}
