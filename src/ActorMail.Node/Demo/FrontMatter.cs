namespace ActorMail.Node.Demo;

/// <summary>A Markdown file: the <c>key: value</c> lines between its first two <c>---</c>, and the rest.</summary>
internal sealed record FrontMatter(IReadOnlyDictionary<string, string> Fields, string Body)
{
    private const string Fence = "---";

    public static FrontMatter Parse(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var end = lines[0].Trim() == Fence ? Array.FindIndex(lines, 1, line => line.Trim() == Fence) : -1;
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var at = 1; at < end; at++)
        {
            var parts = lines[at].Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2) fields[parts[0]] = Unquoted(parts[1]);
        }

        return new FrontMatter(fields, string.Join('\n', lines[(end + 1)..]).TrimStart('\n'));
    }

    /// <summary>The two kinds of quotes YAML has, with the escapes a subject line can need.</summary>
    private static string Unquoted(string value) => value switch
    {
        ['"', .. var inner, '"'] => inner.Replace("\\\"", "\"").Replace(@"\\", @"\"),
        ['\'', .. var inner, '\''] => inner.Replace("''", "'"),
        _ => value,
    };
}
