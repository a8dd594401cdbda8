namespace ActorMail.Smtp.Wire;

/// <summary>The end of data is a line with one dot, so a line that begins with one gets another (RFC 5321 4.5.2).</summary>
internal static class DotStuffing
{
    private static readonly byte[] Dot = "."u8.ToArray();

    /// <summary>Writes bytes that begin at the beginning of a line.</summary>
    public static async ValueTask WriteAsync(Stream stream, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        if (bytes.Span.StartsWith(Dot)) await stream.WriteAsync(Dot, cancel).ConfigureAwait(false);
        for (int end; (end = bytes.Span.IndexOf("\r\n."u8)) >= 0; bytes = bytes[(end + 2)..])
        {
            await stream.WriteAsync(bytes[..(end + 2)], cancel).ConfigureAwait(false);
            await stream.WriteAsync(Dot, cancel).ConfigureAwait(false);
        }

        await stream.WriteAsync(bytes, cancel).ConfigureAwait(false);
    }
}
