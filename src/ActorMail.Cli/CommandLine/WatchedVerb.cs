using System.CommandLine;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.CommandLine;

/// <summary>A verb that shows how something stands, once or, with <c>--watch</c>, again and again in the same place.</summary>
internal abstract class WatchedVerb : Verb
{
    private readonly Option<bool> _watch = new("--watch") { Description = "Shows it anew every second, until Ctrl-C." };

    protected WatchedVerb(string name, string description, params string[] examples) : base(name, description, examples) => Add(_watch);

    protected sealed override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        if (call.Value(_watch)) await LiveDisplay.ShowAsync(call.Shell, call.Json, () => ShowAsync(call, cancel), cancel);
        else await ShowAsync(call, cancel);
        return ExitCode.Done;
    }

    /// <summary>Asks the node and prints how it stands now.</summary>
    protected abstract Task ShowAsync(Call call, CancellationToken cancel);
}
