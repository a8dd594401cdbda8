using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Cluster;

namespace ActorMail.Web.Cluster;

/// <summary>The cluster as the answering node sees it.</summary>
internal sealed record ClusterJson(
    [property: Description("False on a node of its own.")] bool Enabled,
    [property: Description("The address of the node that answers.")] string Self,
    [property: Description("No member is unreachable from this node.")] bool Whole,
    IReadOnlyList<MemberJson> Members)
{
    public static ClusterJson Of(ClusterView view) =>
        new(view.Enabled, view.Self, view.Whole, [.. view.Members.Select(MemberJson.Of)]);
}

/// <summary>One node of the cluster.</summary>
internal sealed record MemberJson(
    string Address,
    [property: Description("joining, weaklyup, up, leaving, exiting, down or removed.")] string Status,
    bool Reachable,
    bool Leader,
    bool Oldest,
    IReadOnlyList<string> Roles,
    [property: Description("Slices leased to it.")] int LeasesHeld,
    [property: Description("Deliveries it decided a second, lately; left out when unknown."),
        JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? MailsPerSecond)
{
    public static MemberJson Of(MemberView member) => new(
        member.Address, member.Status, member.Reachable, member.Leader, member.Oldest, member.Roles, member.LeasesHeld,
        member.MailsPerSecond is { } rate ? Math.Round(rate, 1) : null);
}

/// <summary>The body of <c>POST /api/cluster/leave</c> and <c>/down</c>.</summary>
internal sealed record MemberRequest([property: Description("A member's address, as GET /api/cluster gives it.")] string? Address = null);
