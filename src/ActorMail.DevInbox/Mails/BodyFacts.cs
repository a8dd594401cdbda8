namespace ActorMail.DevInbox;

/// <summary>What a body's bytes say about the care of its sender.</summary>
/// <param name="BareLineEnd">True when a CR without LF or a LF without CR was seen (VU#302671, SMTP smuggling).</param>
/// <param name="LongestLine">In bytes, without CRLF.</param>
public readonly record struct BodyFacts(bool BareLineEnd, int LongestLine)
{
    internal static BodyFacts Of(ReadOnlySpan<byte> body)
    {
        var longest = 0;
        var bare = false;
        var returns = 0;
        var lines = 0;
        for (var rest = body; ;)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            if (end >= 0)
            {
                lines++;
                if (line is [.., (byte)'\r']) line = line[..^1];
                else bare = true;
            }

            longest = Math.Max(longest, line.Length);
            if (end < 0) break;
            rest = rest[(end + 1)..];
        }

        returns = body.Count((byte)'\r');
        return new BodyFacts(bare || returns != lines, longest);
    }
}
