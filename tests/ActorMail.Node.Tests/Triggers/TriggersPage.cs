using System.Text.RegularExpressions;

namespace ActorMail.Node.Tests.Triggers;

/// <summary>docs/triggers.md: what the tests run is what the page says.</summary>
internal static partial class TriggersPage
{
    private static readonly Dictionary<string, string> Snippets = Snippet().Matches(File.ReadAllText(Path()))
        .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value);

    /// <summary>The snippet, with words of it replaced by those of a run; each word has to be there.</summary>
    public static string Snippet(string name, params (string Word, string With)[] words) => words.Aggregate(
        Snippets[name],
        (text, word) => text.Contains(word.Word, StringComparison.Ordinal)
            ? text.Replace(word.Word, word.With)
            : throw new InvalidOperationException($"The snippet {name} does not say {word.Word}."));

    private static string Path()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "ActorMail.sln"))) folder = folder.Parent!;
        return System.IO.Path.Combine(folder.FullName, "docs", "triggers.md");
    }

    [GeneratedRegex(@"^<!-- snippet: (?<name>\S+) -->\n```\w+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Snippet();
}
