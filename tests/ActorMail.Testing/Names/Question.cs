using System.Text;

namespace ActorMail.Testing.Names;

/// <summary>One question of a DNS message (RFC 1035 4.1).</summary>
internal sealed record Question(byte[] Id, byte[] Section, string Name, RecordType Type)
{
    private const int Header = 12;

    public static Question Read(ReadOnlySpan<byte> message)
    {
        var labels = new List<string>();
        var at = Header;
        for (int length; (length = message[at]) > 0; at += length + 1) labels.Add(Encoding.ASCII.GetString(message.Slice(at + 1, length)));
        var type = (message[at + 1] << 8) | message[at + 2];
        return new Question(
            message[..2].ToArray(), message[Header..(at + 5)].ToArray(), string.Join('.', labels).ToLowerInvariant(), (RecordType)type);
    }

    public byte[] Answer(int code, bool truncated, byte[][] records)
    {
        // An answer to a recursive question; the name of each record points to the question's.
        var answer = new List<byte>();
        answer.AddRange(Id);
        answer.AddRange([(byte)(truncated ? 0x83 : 0x81), (byte)(0x80 | code), 0, 1, 0, (byte)records.Length, 0, 0, 0, 0]);
        answer.AddRange(Section);
        foreach (var record in records)
        {
            answer.AddRange([0xc0, Header, 0, (byte)Type, 0, 1, 0, 0, 0, 60, (byte)(record.Length >> 8), (byte)record.Length]);
            answer.AddRange(record);
        }

        return [.. answer];
    }
}

/// <summary>What a record holds, as bytes.</summary>
internal static class Rdata
{
    private const int LongestString = 255;

    public static byte[] Text(string text) =>
        [.. Encoding.ASCII.GetBytes(text).Chunk(LongestString).SelectMany(part => part.Prepend((byte)part.Length))];

    public static byte[] Mail(int preference, string host) => [(byte)(preference >> 8), (byte)preference, .. Name(host)];

    public static byte[] Name(string name) =>
    [
        .. name.Split('.', StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(label => Encoding.ASCII.GetBytes(label).Prepend((byte)label.Length)), 0,
    ];
}
