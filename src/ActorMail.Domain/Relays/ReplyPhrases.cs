using System.Collections.Frozen;
using System.Text;

namespace ActorMail.Relays;

/// <summary>
/// What replies say in words (reply-phrases.txt, in this assembly): meanings by name, each with its phrases. Compared word by word in
/// lower case, so punctuation and line ends do not matter; addresses and links are no words.
/// </summary>
internal static class ReplyPhrases
{
    /// <summary>Stands in a phrase for up to so many words.</summary>
    private const string Gap = "*";
    private const int MaxGap = 4;

    private static readonly FrozenDictionary<string, string[][]> Phrases = Load();

    public static IEnumerable<string> Meanings => Phrases.Keys;

    public static IEnumerable<string> Of(string meaning) => Phrases[meaning].Select(phrase => string.Join(' ', phrase));

    public static bool Says(string meaning, string text) => EndsOf(meaning, Words(text)).Any();

    /// <summary>The places just behind each phrase of that meaning.</summary>
    public static IEnumerable<int> EndsOf(string meaning, string[] words) =>
        from start in Enumerable.Range(0, words.Length)
        from phrase in Phrases[meaning]
        let end = EndOf(phrase, words, start)
        where end > 0
        select end;

    public static string[] Words(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var part in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Contains('@') || part.Contains("://", StringComparison.Ordinal)) continue;
            var before = ' ';
            foreach (var c in part)
            {
                // "300s" is a number and its unit; TSS04 is one word.
                if (char.IsAsciiDigit(before) && char.IsAsciiLetter(c)) clean.Append(' ');
                clean.Append(char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ');
                before = c;
            }

            clean.Append(' ');
        }

        return clean.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>0 when the phrase does not stand there.</summary>
    private static int EndOf(ReadOnlySpan<string> phrase, string[] words, int at)
    {
        for (var i = 0; i < phrase.Length; i++, at++)
        {
            if (phrase[i] == Gap)
            {
                for (var skipped = 0; skipped <= MaxGap; skipped++)
                    if (EndOf(phrase[(i + 1)..], words, at + skipped) is > 0 and var end) return end;
                return 0;
            }

            if (at >= words.Length || words[at] != phrase[i]) return 0;
        }

        return at;
    }

    private static FrozenDictionary<string, string[][]> Load()
    {
        using var file = typeof(ReplyPhrases).Assembly.GetManifestResourceStream("ActorMail.Relays.reply-phrases.txt")
            ?? throw new InvalidOperationException("reply-phrases.txt is not in the assembly.");
        using var reader = new StreamReader(file);
        var meanings = new Dictionary<string, List<string[]>>();
        List<string[]>? phrases = null;
        while (reader.ReadLine()?.Trim() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[') meanings.Add(line.Trim('[', ']'), phrases = []);
            else (phrases ?? throw new FormatException("A phrase stands before its meaning.")).Add(line.Split(' '));
        }

        return meanings.ToFrozenDictionary(meaning => meaning.Key, meaning => meaning.Value.ToArray());
    }
}
