using System.Globalization;

namespace ActorMail.Cli.Terminal;

/// <summary>Makes text of others (subjects, names, replies of relays) safe for a terminal: it cannot move the cursor or lie.</summary>
internal static class Printable
{
    private const char Replacement = '\uFFFD';

    public static string Clean(string text) =>
        text.Any(IsHarmful) ? string.Create(text.Length, text, static (characters, text) =>
        {
            for (var at = 0; at < characters.Length; at++) characters[at] = IsHarmful(text[at]) ? Replacement : text[at];
        }) : text;

    /// <summary>Everything on one line, runs of white space as one blank.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static bool IsHarmful(char character) => character != '\t' && CharUnicodeInfo.GetUnicodeCategory(character)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
