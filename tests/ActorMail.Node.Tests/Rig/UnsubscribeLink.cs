using MimeKit;

namespace ActorMail.Node.Tests.Rig;

/// <summary>What a mail provider finds in a letter when its user presses "unsubscribe" (RFC 8058).</summary>
internal static class UnsubscribeLink
{
    public static string In(ReadOnlyMemory<byte> letter)
    {
        using var stream = new MemoryStream(letter.ToArray());
        var header = MimeMessage.Load(stream).Headers[HeaderId.ListUnsubscribe];
        return header!.Split('<', '>').First(part => part.StartsWith("http", StringComparison.Ordinal));
    }

    /// <summary>The body of the provider's request.</summary>
    public static FormUrlEncodedContent OneClick() => new([new("List-Unsubscribe", "One-Click")]);
}
