using System.Net.Http.Json;
using System.Text.Json;
using ActorMail.Rig.Clusters;
using ActorMail.Rig.Receiver;
using ActorMail.Testing.Postgres;

namespace ActorMail.Cluster.Tests;

/// <summary>SIGKILL while a confirmation mail is under way: the other node sends the rest, and what is in doubt once its claim is over.</summary>
public sealed class A_node_that_sends_confirmation_mails_is_killed
{
    private const int Wishes = 60;
    private const int Victim = 1;

    private static readonly ClusterPlan Plan = ClusterRun.Slow with
    {
        Nodes = 2,
        // So few go out while the wishes come in.
        MailTakes = TimeSpan.FromSeconds(1),
        Environment = new Dictionary<string, string> { ["ActorMail__SignUp__Lists__0"] = "news", ["ActorMail__SignUp__PerCaller"] = "1000" },
    };

    [PostgresTheory]
    [InlineData(Moment.BeforeDot, 0)]
    [InlineData(Moment.AfterDot, 1)]
    public async Task Everybody_is_asked_and_only_who_is_in_doubt_twice(Moment moment, int copies)
    {
        await using var cluster = await ClusterUnderTest.StartAsync(Plan);
        var (other, victim) = (cluster.Nodes[0], cluster.Nodes[Victim]);
        var trap = new Trap(moment, 5, () => Signals.Kill(victim.Process.Id), kills: moment == Moment.BeforeDot, node: Victim);
        for (var number = 1; number <= Wishes; number++) await SignUpAsync(cluster.Nodes[number % 2], number);
        cluster.Receiver.Arm(trap);
        cluster.Receiver.MailTakes = ClusterRun.Slow.MailTakes;
        await trap.Sprung.WaitAsync(ClusterRun.Patience);
        Assert.True(cluster.Sending.Messages < Wishes, $"Nothing was left for the other node: {cluster.Sending}");
        Assert.NotNull(await victim.Process.EndedAsync(ClusterRun.Patience));

        // The victim's last mail alone is left, under a claim that lasts.
        await StandAsync(cluster, mailed: Wishes - 1, waiting: 1);
        Assert.Equal(Wishes - 1 + copies, cluster.Sending.Messages);
        Assert.Equal(1, await cluster.Books.ClaimsRunOutAsync());
        await StandAsync(cluster, mailed: Wishes, waiting: 0);

        var mails = cluster.Receiver.Ledger.Read().Where(line => line.Word == ReceiverWord.Dot).ToLookup(line => line.Recipient);
        Assert.Equal(Enumerable.Range(1, Wishes).Select(NodeApi.Reader).Order(), mails.Select(reader => reader.Key).Order());
        Assert.Equal(Wishes, mails.Select(reader => Assert.Single(reader.Select(mail => mail.MessageId).Distinct())).Distinct().Count());
        Assert.Equal(copies, mails.Sum(reader => reader.Count() - 1));
        Assert.All(mails.Where(reader => reader.Count() > 1), reader => Assert.Equal([Victim, other.Number], reader.Select(mail => mail.Node)));

        await cluster.ComesBackAsync(victim);
        await SignUpAsync(victim, Wishes + 1);
        await StandAsync(cluster, mailed: Wishes + 1, waiting: 0);
    }

    private static async Task SignUpAsync(ClusterNode node, int number)
    {
        using var answer = await node.Api.Http.PostAsync("subscribe", new FormUrlEncodedContent([new("email", NodeApi.Reader(number))]));
        answer.EnsureSuccessStatusCode();
    }

    private static Task StandAsync(ClusterUnderTest cluster, int mailed, int waiting)
    {
        var seen = "nothing";
        return Eventually.TrueAsync(async () =>
        {
            var states = (await cluster.Api.Http.GetFromJsonAsync<JsonElement>("api/sign-ups?limit=200")).GetProperty("signUps").EnumerateArray()
                .CountBy(signUp => signUp.GetProperty("state").GetString()!).ToDictionary();
            seen = string.Join(", ", states);
            return states.GetValueOrDefault("mailed") == mailed && states.GetValueOrDefault("waiting") == waiting
                && states.Values.Sum() == mailed + waiting;
        }, ClusterRun.Patience, () => $"{seen}\n{cluster.Sending}\n{cluster.Tail}");
    }
}
