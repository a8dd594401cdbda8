using System.Text;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>What blocks that rendered nothing leave behind in a text.</summary>
internal static class Gaps
{
    /// <summary>Where three line ends or more follow each other, with blanks between them at most, two are left. In one pass.</summary>
    public static string Narrowed(string text)
    {
        StringBuilder? kept = null;
        var at = 0;
        for (var first = text.IndexOf('\n'); first >= 0;)
        {
            var (lines, end) = (1, first + 1);
            for (var next = AfterBlanks(text, end); next < text.Length && text[next] == '\n'; next = AfterBlanks(text, end))
                (lines, end) = (lines + 1, next + 1);
            if (lines >= 3)
            {
                var start = first;
                while (start > at && text[start - 1] is ' ' or '\t') start--;
                (kept ??= new StringBuilder(text.Length)).Append(text, at, start - at).Append("\n\n");
                at = end;
            }

            first = text.IndexOf('\n', end);
        }

        return kept?.Append(text, at, text.Length - at).ToString() ?? text;
    }

    private static int AfterBlanks(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t') at++;
        return at;
    }
}
