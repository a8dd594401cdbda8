using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ActorMail.PostFiles;

/// <summary>What the head of a Markdown file says: YAML between a first line <c>---</c> and the next one.</summary>
/// <param name="Body">The rest of the file.</param>
/// <param name="Key">Its <c>idempotency-key</c>.</param>
/// <param name="AtLine">The line (from 1) in which <paramref name="At"/> stands.</param>
/// <param name="SubjectLine">The same of <paramref name="Subject"/>; 0 when there is none.</param>
internal sealed record FrontMatter(
    string? Subject, string? List, string? At, string? Url, string Body, string? Priority = null, string? Key = null, int AtLine = 0,
    int SubjectLine = 0)
{
    private const string Fence = "---";
    private const int MaxDepth = 32;

    /// <summary>Gives the head and the body, or the line (from 1) and the reason why it cannot be read.</summary>
    public static bool TryParse(string file, out FrontMatter matter, out (int Line, string Reason) fault)
    {
        matter = new FrontMatter(null, null, null, null, file);
        fault = default;
        if (!IsFence(LineAt(file, 0, out var start))) return true;
        for (var at = start; at < file.Length;)
        {
            var line = LineAt(file, at, out var next);
            if (IsFence(line) || line.TrimEnd() is "...") return TryRead(file[start..at], file[next..], out matter, out fault);
            at = next;
        }

        fault = (1, "the front matter has no closing line ---");
        return false;
    }

    private static bool TryRead(string head, string body, out FrontMatter matter, out (int Line, string Reason) fault)
    {
        matter = new FrontMatter(null, null, null, null, body);
        fault = default;
        try
        {
            RefuseDepth(head);
            var yaml = new YamlStream();
            yaml.Load(new StringReader(head));
            if (yaml.Documents.Count == 0) return true;
            if (yaml.Documents[0].RootNode is not YamlMappingNode map)
            {
                fault = (Line(yaml.Documents[0].RootNode.Start), "the front matter is not made of lines 'key: value'");
                return false;
            }

            foreach (var (key, value) in map.Children)
            {
                var name = (key as YamlScalarNode)?.Value;
                if (name is not ("subject" or "list" or "at" or "url" or "priority" or "idempotency-key")) continue;
                if (value is not YamlScalarNode scalar)
                {
                    fault = (Line(value.Start), $"{name} is not a single value");
                    return false;
                }

                matter = matter.With(name, scalar.Value is { Length: > 0 } text ? text : null, Line(scalar.Start));
            }

            return true;
        }
        catch (YamlException broken)
        {
            fault = (Line(broken.Start), broken.Message);
            return false;
        }
    }

    /// <summary>Loading nests a call for each level, and a stack that is used up ends the process.</summary>
    private static void RefuseDepth(string head)
    {
        var parser = new Parser(new StringReader(head));
        for (var depth = 0; parser.MoveNext();)
        {
            var now = parser.Current!;
            depth += now.NestingIncrease;
            if (depth > MaxDepth) throw new YamlException(now.Start, now.End, "the front matter is nested too deeply");
        }
    }

    private FrontMatter With(string name, string? value, int line) => name switch
    {
        "subject" => this with { Subject = value, SubjectLine = line },
        "list" => this with { List = value },
        "at" => this with { At = value, AtLine = line },
        "priority" => this with { Priority = value },
        "idempotency-key" => this with { Key = value },
        _ => this with { Url = value },
    };

    // The fence above the head is line 1.
    private static int Line(Mark mark) => (int)mark.Line + 1;

    private static bool IsFence(ReadOnlySpan<char> line) => line.TrimEnd() is Fence;

    private static ReadOnlySpan<char> LineAt(string text, int at, out int next)
    {
        var end = text.IndexOf('\n', at);
        next = end < 0 ? text.Length : end + 1;
        return text.AsSpan(at, (end < 0 ? text.Length : end) - at);
    }
}
