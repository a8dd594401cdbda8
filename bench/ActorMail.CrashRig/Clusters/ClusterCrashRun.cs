using ActorMail.CrashRig.Runs;
using ActorMail.Rig.Clusters;
using ActorMail.Rig.Nodes;
using ActorMail.Rig.Receiver;

namespace ActorMail.CrashRig.Clusters;

/// <summary>
/// One run: posts go out one after the other, each is struck at while it does, and then the cluster is left in peace until
/// all are sent. What the receiver got is compared with what the nodes say.
/// </summary>
internal sealed class ClusterCrashRun(ClusterCrashPlan plan, ClusterUnderTest cluster)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MendsWithin = TimeSpan.FromSeconds(120);
    private readonly List<string> _posts = [];
    private readonly List<(int Node, int Life)> _killed = [];
    private readonly List<string> _broken = [];

    /// <param name="keep">The folder for what nodes and receiver said, should a promise be broken.</param>
    public static async Task<RunReport> RunAsync(ClusterCrashPlan plan, string? keep = null)
    {
        await using var cluster = await ClusterUnderTest.StartAsync(new ClusterPlan
        {
            Nodes = plan.Nodes,
            Connections = plan.Connections,
            SliceSize = plan.SliceSize,
            OnUncertain = plan.OnUncertain,
            MailTakes = plan.MailTakes,
            Pipelining = plan.Pipelining,
        });
        var report = await new ClusterCrashRun(plan, cluster).RunAsync();
        if (!report.Sound && keep is not null) cluster.Keep(keep);
        return report;
    }

    private async Task<RunReport> RunAsync()
    {
        try
        {
            foreach (var strike in plan.Strikes) await StrikeAsync(strike);
            foreach (var post in _posts) await cluster.FinishedAsync(post, plan.Patience);
            await ReviveAsync();
            await cluster.WholeAsync(MendsWithin);
        }
        catch (TimeoutException late)
        {
            _broken.Add(late.Message);
        }

        return await JudgeAsync();
    }

    private async Task StrikeAsync(ClusterStrike strike)
    {
        await ReviveAsync();
        var node = cluster.Nodes[strike.Node];
        var life = node.Process;
        var trap = new Trap(Moment.AfterDot, strike.Messages, () => Begin(strike, node), kills: false);
        cluster.Receiver.Arm(trap);
        await PublishAsync();
        await trap.Sprung.WaitAsync(plan.Patience);
        if (strike is ClusterStrike.Freeze freeze)
        {
            await Task.Delay(freeze.For);
            life.Thaw();
        }

        await BackAsync(strike, node);
    }

    private void Begin(ClusterStrike strike, ClusterNode node)
    {
        switch (strike)
        {
            case ClusterStrike.Kill:
                if (node.Lives) _killed.Add((node.Number, node.Life));
                Signals.Kill(node.Process.Id);
                break;
            case ClusterStrike.Terminate:
                Signals.Terminate(node.Process.Id);
                break;
            case ClusterStrike.Freeze:
                Signals.Stop(node.Process.Id);
                break;
        }
    }

    /// <summary>As under systemd: a node that ended by itself is started again, and again.</summary>
    private async Task ReviveAsync()
    {
        using var limit = new CancellationTokenSource(MendsWithin);
        foreach (var node in cluster.Nodes)
        {
            while (!node.Lives)
            {
                node.Launch();
                try
                {
                    await node.Process.ReadyAsync(MendsWithin);
                }
                catch (InvalidOperationException) when (node.Process.HasEnded && !limit.IsCancellationRequested)
                {
                    // The others did not let it in, which it says, and another start may help.
                }
            }
        }
    }

    /// <summary>A node that ended is started again; one that the others did not miss goes on.</summary>
    private async Task BackAsync(ClusterStrike strike, ClusterNode node)
    {
        var code = strike is ClusterStrike.Freeze ? await EndedOrWholeAsync(node) : await node.Process.EndedAsync(MendsWithin);
        // One the others had given up (after a freeze, or on a starved machine) says so; nobody may be lost by it all the same.
        var givenUp = node.GivenUp.Contains(node.Life);
        if (strike is ClusterStrike.Terminate && code != 0 && !givenUp) _broken.Add($"{strike}: ended with {code?.ToString() ?? "nothing"}.\n{node.Tail}");
        await ReviveAsync();
    }

    /// <summary>Right after it was thawed, a node sees the cluster as it was: only the others know whether it is still one of them.</summary>
    private async Task<int?> EndedOrWholeAsync(ClusterNode node)
    {
        using var limit = new CancellationTokenSource(MendsWithin);
        while (!limit.IsCancellationRequested)
        {
            if (await node.Process.EndedAsync(Glance) is { } code) return code;
            if (await cluster.IsWholeAsync()) return null;
        }

        _broken.Add($"Node {node.Number} neither ended nor came back after it was frozen.\n{cluster.Tail}");
        return null;
    }

    /// <summary>Whichever node answers: the one that was asked may be the one struck down.</summary>
    private async Task PublishAsync()
    {
        var (number, list) = (_posts.Count, $"list-{_posts.Count}");
        using var limit = new CancellationTokenSource(plan.Patience);
        for (var asked = 0; ; asked++)
        {
            var api = cluster.Nodes[asked % cluster.Nodes.Count].Api;
            try
            {
                await api.ImportReadersAsync(plan.Readers, list, First(number));
                _posts.Add(await api.PublishAsync(
                    new { subject = "News", markdown = "Hello {{ subscriber.name }}!", list }, $"post-{number}"));
                return;
            }
            catch (Exception refused) when (refused is HttpRequestException or TaskCanceledException && !limit.IsCancellationRequested)
            {
                await Task.Delay(Glance);
            }
        }
    }

    private async Task<RunReport> JudgeAsync()
    {
        List<RunAccount> accounts = [];
        for (var number = 0; number < _posts.Count; number++)
        {
            var readers = Enumerable.Range(First(number), plan.Readers).Select(NodeApi.Reader).ToHashSet();
            accounts.Add(await RunAccount.TakeAsync(cluster, _posts[number], readers, _killed));
        }

        List<ReceiverLine> repeated = [.. accounts.SelectMany(account => account.Repeated)];
        _broken.AddRange(accounts.SelectMany(account => account.Broken)
            .Union(cluster.DoubtsAllowed(_killed).Broken(repeated, cluster.Receiver.Ledger.Read())));
        return new RunReport(
            plan, plan.Strikes.Count, cluster.Sending.Messages, accounts.Sum(account => account.Uncertain),
            repeated.Count, repeated.CountBy(line => (line.Node, line.Life)).Select(life => life.Value).DefaultIfEmpty().Max(),
            accounts.Sum(account => account.Lost), _broken);
    }

    private int First(int post) => 1 + post * plan.Readers;
}
