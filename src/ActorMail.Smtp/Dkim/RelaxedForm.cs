using System.Buffers;
using ActorMail.Smtp.Letters.Encoding;

namespace ActorMail.Smtp.Dkim;

/// <summary>The relaxed form a signature is made over (RFC 6376 3.4.2 and 3.4.4), so that a relay's refolding does not break it.</summary>
internal static class RelaxedForm
{
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t"u8);
    private static readonly SearchValues<byte> Folds = SearchValues.Create(" \t\r\n"u8);

    /// <summary>Lines of a body: runs of blanks become one space, those at a line's end go.</summary>
    public static void AppendLines(ReadOnlySpan<byte> lines, LetterBuffer output)
    {
        while (lines.IndexOfAny(Blanks) is var blank and >= 0)
        {
            output.Append(lines[..blank]);
            var after = lines[blank..].IndexOfAnyExcept(Blanks);
            if (after < 0) return;
            lines = lines[(blank + after)..];
            if (lines[0] != '\r') output.Append(" "u8);
        }

        output.Append(lines);
    }

    /// <summary>A whole body: empty lines at its end do not count, and it ends with a line end unless nothing is left.</summary>
    public static ReadOnlySpan<byte> WithoutEmptyEnd(ReadOnlySpan<byte> lines)
    {
        while (lines.EndsWith("\r\n\r\n"u8)) lines = lines[..^2];
        return lines.SequenceEqual("\r\n"u8) ? [] : lines;
    }

    /// <summary>One header field without its last line end: the name in lower case, unfolded, runs of blanks one space.</summary>
    /// <param name="field">As it stands, folds and all.</param>
    public static void AppendField(ReadOnlySpan<byte> field, LetterBuffer output)
    {
        var colon = field.IndexOf((byte)':');
        var room = output.Room(colon);
        System.Text.Ascii.ToLower(field[..colon].TrimEnd(" \t"u8), room, out var written);
        output.Advance(written);
        output.Append(":"u8);
        var value = field[(colon + 1)..].Trim(" \t\r\n"u8);
        while (value.IndexOfAny(Folds) is var blank and >= 0)
        {
            output.Append(value[..blank]);
            output.Append(" "u8);
            value = value[(blank + value[blank..].IndexOfAnyExcept(Folds))..];
        }

        output.Append(value);
    }
}
