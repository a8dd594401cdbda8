using System.CommandLine;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Completion;

/// <summary>What a word can go on as. The shells ask by <c>actormail '[suggest]' 'LINE UP TO THE CURSOR'</c>.</summary>
internal static class Suggestions
{
    public const string Asked = "[suggest]";

    public static int Print(ActorMailCommand root, Shell shell, string line)
    {
        var name = line.IndexOf(' ');
        foreach (var word in For(root, name < 0 ? "" : line[(name + 1)..])) shell.Print(word);
        return ExitCode.Done;
    }

    /// <param name="line">What stands before the cursor, without the command's own name.</param>
    public static IReadOnlyList<string> For(ActorMailCommand root, string line)
    {
        var parse = root.Parse(line, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var begun = line[(line.LastIndexOf(' ') + 1)..];
        var words = parse.GetCompletions(line.Length).Select(found => found.InsertText ?? found.Label)
            .Where(word => word.StartsWith(begun, StringComparison.Ordinal) && !IsShort(word)).Distinct().Order(StringComparer.Ordinal).ToList();
        // Options are offered when one is begun, or when there is nothing else.
        var verbs = words.Where(word => !word.StartsWith('-')).ToList();
        return begun.StartsWith('-') || verbs.Count == 0 ? words : verbs;
    }

    /// <summary>The ways to ask for help that nobody needs completed: -h, -?, /h, /?.</summary>
    private static bool IsShort(string word) => word is [('-' or '/'), _];
}
