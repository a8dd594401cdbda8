using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;

namespace ActorMail.Cli.Cluster;

/// <summary>A verb that gives an order about one node.</summary>
internal abstract class MemberOrder : Verb
{
    private readonly Argument<string> _address = new("ADDRESS") { Description = "As 'actormail cluster' shows it." };
    private readonly string _begun;

    protected MemberOrder(string name, string description, string begun)
        : base(name, description, $"actormail cluster {name} akka.tcp://actormail@127.0.0.1:4054")
    {
        _begun = begun;
        Add(_address);
    }

    protected override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var request = NodeRequest.Post(
            NodePath.Of($"api/cluster/{Name}"), new MemberRequest(call.Value(_address)), NodeJson.Default.MemberRequest);
        var answer = await call.Node.DoAsync(request, cancel);
        if (call.Json && answer.Length > 0) call.Shell.PrintLine(answer);
        call.Shell.Say(_begun);
        return ExitCode.Done;
    }
}
