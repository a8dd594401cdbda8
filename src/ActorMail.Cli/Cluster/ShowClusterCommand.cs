using System.Globalization;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Posts;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Cluster;

/// <summary>Lists the nodes as one of them sees them.</summary>
internal sealed class ShowClusterCommand() : WatchedVerb(
    "show", "Shows the nodes, as the one that answers sees them.", "actormail cluster", "actormail cluster show --watch")
{
    protected override async Task ShowAsync(Call call, CancellationToken cancel)
    {
        var view = await call.AskAsync(NodeRequest.Get("api/cluster"), NodeJson.Default.ClusterView, cancel);
        call.Tell(TextTable.Lines(
        [
            ["ADDRESS", "STATUS", "ROLES", "LEASES", "MAILS/S", "REMARKS"],
            .. view.Members.Select(member => (IReadOnlyList<string>)
            [
                member.Address,
                member.Reachable ? member.Status : "unreachable",
                string.Join(",", member.Roles),
                PostText.N(member.LeasesHeld),
                member.MailsPerSecond?.ToString("N1", CultureInfo.InvariantCulture) ?? "-",
                string.Join(", ", Remarks(member, view.Self)),
            ]),
        ]));
        if (!view.Enabled) call.Shell.Say("this node is not in a cluster");
        else if (!view.Whole) call.Shell.Say("the node that answers cannot reach all members");
    }

    private static IEnumerable<string> Remarks(MemberView member, string self)
    {
        if (member.Address == self) yield return "answers";
        if (member.Leader) yield return "leader";
        if (member.Oldest) yield return "oldest";
    }
}
