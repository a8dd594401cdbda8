using System.Text.RegularExpressions;

namespace ActorMail.Node.Tests.Rig;

/// <summary>A page of docs/ with snippets that tests run: what they run is what the page says.</summary>
internal sealed partial class DocPage(string file)
{
    private readonly Dictionary<string, string> _snippets = Marked().Matches(File.ReadAllText(PathOf(file)))
        .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value);

    /// <summary>The snippet, with words of it replaced by those of a run; each word has to be there.</summary>
    public string Snippet(string name, params (string Word, string With)[] words) => words.Aggregate(
        _snippets[name],
        (text, word) => text.Contains(word.Word, StringComparison.Ordinal)
            ? text.Replace(word.Word, word.With)
            : throw new InvalidOperationException($"The snippet {name} of {file} does not say {word.Word}."));

    private static string PathOf(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ActorMail.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "docs", file);
    }

    [GeneratedRegex(@"^<!-- snippet: (?<name>\S+) -->\n```\w+\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Marked();
}
