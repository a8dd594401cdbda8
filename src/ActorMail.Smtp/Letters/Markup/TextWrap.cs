using System.Text;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>Breaks text into lines of at most a width, as a fixed-width font shows it.</summary>
internal sealed class TextWrap(LiquidShield shield)
{
    /// <summary>Stays one word while lines are broken.</summary>
    private const char NoBreakSpace = '\u00a0';

    /// <param name="text">Words with single spaces between them; a line feed is a forced break.</param>
    public List<string> Lines(string text, int width)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            var line = new StringBuilder();
            var length = 0;
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var wide = Width(word);
                if (line.Length > 0 && length + 1 + wide > width)
                {
                    lines.Add(line.ToString());
                    line.Clear();
                    length = 0;
                }

                if (line.Length > 0)
                {
                    line.Append(' ');
                    length++;
                }

                line.Append(word);
                length += wide;
            }

            lines.Add(line.ToString());
        }

        return [.. lines.Select(line => line.Replace(NoBreakSpace, ' '))];
    }

    public int Width(string text)
    {
        var width = 0;
        foreach (var rune in shield.Measurable(text).EnumerateRunes())
        {
            width += Rune.GetUnicodeCategory(rune) switch
            {
                System.Globalization.UnicodeCategory.NonSpacingMark
                    or System.Globalization.UnicodeCategory.EnclosingMark
                    or System.Globalization.UnicodeCategory.Format => 0,
                _ => IsWide(rune.Value) ? 2 : 1,
            };
        }

        return width;
    }

    /// <summary>East Asian letters and emoji take two columns.</summary>
    private static bool IsWide(int value) => value is (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf)
        or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff) or (>= 0xfe30 and <= 0xfe6f)
        or (>= 0xff00 and <= 0xff60) or (>= 0x1f300 and <= 0x1faff) or (>= 0x20000 and <= 0x3fffd);
}
