using ActorMail.Cluster;

namespace ActorMail.Node.Tests.Http;

/// <summary>A cluster of two as an operator's orders find it; a real one takes real processes (Scenarios).</summary>
internal sealed class ScriptedCluster : IClusterWatch
{
    public const string One = "akka.tcp://actormail@127.0.0.1:4053";
    public const string Two = "akka.tcp://actormail@127.0.0.1:4054";

    public List<string> Orders { get; } = [];

    public Task<ClusterView> LookAsync(CancellationToken cancel) => Task.FromResult(new ClusterView(
        true, One, Whole: false,
        [
            new MemberView(One, "up", true, true, true, ["web", "mailer"], 3, 12.345),
            new MemberView(Two, "up", false, false, false, ["mailer"], 0, null),
        ]));

    public Task<ClusterAnswer> LeaveAsync(string address, CancellationToken cancel) => Answer("leave", address);

    public Task<ClusterAnswer> DownAsync(string address, CancellationToken cancel) => Answer("down", address);

    private Task<ClusterAnswer> Answer(string order, string address)
    {
        Orders.Add($"{order} {address}");
        return Task.FromResult(address is One or Two ? ClusterAnswer.Begun : ClusterAnswer.NoSuchMember);
    }
}
