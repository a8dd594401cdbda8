using ActorMail.Rig.Nodes;
using ActorMail.Rig.Receiver;

namespace ActorMail.Rig.Clusters;

/// <summary>What a run of a cluster came to: the receiver's ledger against the database and the API.</summary>
public sealed class RunAccount
{
    private const string InDoubt = "nobody knows how it ended";
    private readonly ClusterPlan _plan;
    private readonly IReadOnlyCollection<string> _readers;
    private readonly List<string> _broken = [];

    private RunAccount(
        ClusterPlan plan, IReadOnlyCollection<string> readers, PostSeen post, IReadOnlyList<ReceiverLine> lines, Func<string, int?> decider)
    {
        (_plan, _readers, Post, Lines) = (plan, readers, post, lines);
        Messages = lines.Where(line => line.Word == ReceiverWord.Dot).OrderBy(line => line.At).ToLookup(line => line.Recipient);
        Repeated = [.. Copied.SelectMany(reader => DoubtBound.InDoubt(reader, decider(reader.Key)))];
    }

    public PostSeen Post { get; }

    public IReadOnlyList<ReceiverLine> Lines { get; }

    /// <summary>Each reader with the messages the receiver has for them, in order.</summary>
    public ILookup<string, ReceiverLine> Messages { get; }

    public IEnumerable<IGrouping<string, ReceiverLine>> Copied => Messages.Where(reader => reader.Count() > 1);

    /// <summary>The messages in doubt of readers who have several.</summary>
    public IReadOnlyList<ReceiverLine> Repeated { get; }

    public int Copies => Repeated.Count;

    public int Lost { get; private set; }

    public int Uncertain { get; private set; }

    /// <summary>Every promise that was broken, in words.</summary>
    public IReadOnlyList<string> Broken => _broken;

    /// <param name="readers">Those the post went to, and no other post did.</param>
    /// <param name="killed">The lives that were killed.</param>
    public static async Task<RunAccount> TakeAsync(
        ClusterUnderTest cluster, string post, IReadOnlySet<string> readers, params IReadOnlyCollection<(int Node, int Life)> killed)
    {
        var bound = cluster.DoubtsAllowed(killed);
        var ledger = cluster.Receiver.Ledger.Read();
        var seen = await cluster.Api.ReadAsync(post);
        var deciders = await cluster.Books.DecidersAsync();
        var account = new RunAccount(
            cluster.Plan, readers, seen, [.. ledger.Where(line => readers.Contains(line.Recipient))],
            reader => deciders.GetValueOrDefault(reader) is { } address ? cluster.NodeOf(address).Number : null);
        account.BooksBalance();
        account.NobodyIsLost(
            await cluster.Api.NamesAsync(post, "accepted"), await cluster.Api.NamesAsync(post, "uncertain"));
        foreach (var reader in account.Copied) account.CopyIsOfDoubt(reader, await cluster.Api.StepsAsync(post, reader.Key));
        account._broken.AddRange(bound.Broken(account.Repeated, ledger));
        var open = (await cluster.Books.OpenAsync()).Count(attempt => readers.Contains(attempt.Reader));
        if (open > 0) account._broken.Add($"{open} intents are still open.");
        account.Uncertain = (await cluster.Books.UncertainAsync()).Count(attempt => readers.Contains(attempt.Reader));
        if (account.Uncertain > bound.Uncertain)
            account._broken.Add($"{account.Uncertain} attempts are in doubt, {bound.Uncertain} are allowed.");
        return account;
    }

    public override string ToString() =>
        $"{Messages.Sum(reader => reader.Count())} messages, {Uncertain} uncertain, {Copies} copies, {Lost} lost; {new Sending(Lines)}"
        + string.Concat(_broken.Select(broken => $"\n  BROKEN: {broken}"));

    private void BooksBalance()
    {
        if (Post is not { Status: "sent", FinishedAt: not null }) _broken.Add($"The post is not finished: {Post}.");
        var totals = Post.Totals;
        if (!totals.Balanced || totals.Audience != _readers.Count) _broken.Add($"The books do not balance: {totals}.");
        if (_plan.OnUncertain == "resend" && totals.Accepted != _readers.Count) _broken.Add($"Not everybody is accepted: {totals}.");
    }

    private void NobodyIsLost(IReadOnlySet<string> accepted, IReadOnlySet<string> uncertain)
    {
        var lost = _readers.Where(reader => !Messages.Contains(reader) && !uncertain.Contains(reader)).ToList();
        Lost = lost.Count;
        if (lost.Count > 0) _broken.Add($"{lost.Count} readers are lost: {string.Join(", ", lost.Take(5))}.");
        var untrue = accepted.Count(reader => !Messages.Contains(reader));
        if (untrue > 0) _broken.Add($"{untrue} readers are accepted and have no message.");
    }

    private void CopyIsOfDoubt(IGrouping<string, ReceiverLine> reader, IReadOnlyList<string> told)
    {
        if (_plan.OnUncertain != "resend") _broken.Add($"{reader.Key} has a copy under {_plan.OnUncertain}.");
        if (reader.DistinctBy(line => line.MessageId).Count() > 1) _broken.Add($"{reader.Key} has copies with other Message-IDs.");
        var doubts = told.Count(step => step.Contains(InDoubt, StringComparison.Ordinal));
        var copies = reader.Count() - 1;
        if (doubts < copies) _broken.Add($"{reader.Key} has {copies} copies and {doubts} attempts in doubt explain them.");
    }
}
