using System.Text;
using System.Text.RegularExpressions;
using ActorMail.Posts;

namespace ActorMail.Digests;

/// <summary>Writes an issue: its intro, then each post's title, its link and its opening words.</summary>
public static partial class DigestText
{
    private const int MaxOpening = 500;

    // Looks at whole bodies, and one of nothing but {{ is as quick as another.
    private static readonly Regex Liquid = new(@"\{\{.*?\}\}|\{%.*?%\}", RegexOptions.Singleline | RegexOptions.NonBacktracking);

    public static PostContent Compose(Digest digest, IReadOnlyList<Post> posts)
    {
        var text = new StringBuilder();
        if (!string.IsNullOrWhiteSpace(digest.Intro)) text.Append(digest.Intro.Trim()).Append("\n\n");
        foreach (var post in posts)
        {
            var title = Escaped(Title(post.Content.Subject));
            text.Append("## ").Append(post.Content.Url is { } url ? $"[{title}](<{Literal(url)}>)" : title).Append("\n\n");
            if (Opening(post.Content) is { } opening) text.Append(opening).Append("\n\n");
        }

        return new PostContent(digest.Subject, Markdown: text.ToString());
    }

    /// <summary>A placeholder was written for a letter of its own; here it would say something else.</summary>
    private static string Title(string subject)
    {
        var plain = Spaces().Replace(Liquid.Replace(subject, ""), " ").Trim(' ', ',', ';', ':', '-');
        return plain.Length > 0 ? plain : "…";
    }

    /// <summary>The first paragraph, if it is one of plain words; null otherwise.</summary>
    private static string? Opening(PostContent content)
    {
        if ((content.Text ?? content.Markdown) is not { } body) return null;
        var first = Paragraphs().Split(body.ReplaceLineEndings("\n")).Select(part => part.Trim())
            .FirstOrDefault(part => part.Length > 0 && !part.StartsWith('#'));
        if (first is null || Liquid.IsMatch(first) || (content.Text is null && Marked().IsMatch(first))) return null;
        var line = Spaces().Replace(first, " ");
        if (line.Length <= MaxOpening) return Escaped(line);
        var end = line.LastIndexOf(' ', MaxOpening);
        return Escaped(line[..(end > 0 ? end : MaxOpening)]) + " …";
    }

    /// <summary>What would end the address or begin a placeholder.</summary>
    private static string Literal(string url) => url.Replace("<", "%3C").Replace(">", "%3E").Replace("{", "%7B").Replace("}", "%7D");

    private static string Escaped(string text) => Special().Replace(text, @"\$0");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex Paragraphs();

    /// <summary>Markdown that means more than its words: lists, quotes, tables, code, links, HTML, emphasis.</summary>
    [GeneratedRegex(@"^(?:[-+*>|]|\d+[.)])|[`\[\]<>*_~|\\]")]
    private static partial Regex Marked();

    [GeneratedRegex(@"[\\`*_{}\[\]<>()#+\-.!|~&]")]
    private static partial Regex Special();
}
