namespace ActorMail.Node.Start;

/// <summary>What the command line asks for. Everything that looks like <c>--Key=value</c> is configuration.</summary>
/// <param name="Demo">Show a run with sample readers.</param>
/// <param name="Exit">End after the demo's balance instead of staying up.</param>
/// <param name="Help">Only say how the node is used.</param>
internal sealed record NodeArguments(bool Demo, bool Exit, bool Help, string[] Configuration)
{
    public const string Usage = """
        ActorMail.Node [demo [--exit]] [--urls=http://127.0.0.1:5080] [--ActorMail:Key=value ...]

          (nothing)   runs a node
          demo        imports 1,000 sample readers, publishes a sample post, shows its progress and stays up
          demo --exit the same, and ends after the balance

        Each key can stand in appsettings.json, in the environment (ActorMail__From=...) or here (--ActorMail:From=...).
        """;

    public static NodeArguments Parse(string[] args)
    {
        var demo = args is ["demo", ..];
        var rest = demo ? args[1..] : args;
        var exit = demo && rest.Contains("--exit");
        var help = rest.Any(arg => arg is "--help" or "-h" or "-?");
        var configuration = rest.Where(arg => arg is not ("--exit" or "--help" or "-h" or "-?")).ToArray();
        if (rest.Contains("--exit") && !demo) throw Unknown("--exit goes with demo");
        for (var at = 0; at < configuration.Length; at++)
        {
            if (!configuration[at].StartsWith("--", StringComparison.Ordinal))
                throw Unknown($"'{configuration[at]}' is no command");
            if (configuration[at].Contains('=')) continue;
            if (++at == configuration.Length) throw Unknown($"'{configuration[at - 1]}' has no value");
        }

        return new NodeArguments(demo, exit, help, configuration);
    }

    private static StartRefused Unknown(string why) => new(StartRefused.Usage, [why, "", .. Usage.Split('\n')]);
}
