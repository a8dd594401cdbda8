using System.Globalization;

namespace ActorMail.Rig.Receiver;

/// <summary>What a line of the receiver's ledger says happened.</summary>
public enum ReceiverWord
{
    /// <summary>The first bytes of the message came.</summary>
    Begun,

    /// <summary>The final dot was seen: from here on the receiver has the message.</summary>
    Dot,

    /// <summary>The 250 was written.</summary>
    Answered,
}

/// <summary>One line of the receiver's ledger.</summary>
/// <param name="Node">The node that opened the connection, from 0: each has a port of the receiver for itself.</param>
/// <param name="Life">Which of the node's lives it was, from 0.</param>
/// <param name="Nth">Counts the messages of the connection from 1.</param>
/// <param name="MessageId">Empty at <see cref="ReceiverWord.Begun"/>.</param>
/// <param name="At">Since the receiver's start, by a clock nobody sets.</param>
public sealed record ReceiverLine(
    ReceiverWord Word, int Node, int Life, long Connection, int Nth, string Recipient, string MessageId, TimeSpan At)
{
    private const char Tab = '\t';

    public string ToText() => string.Join(Tab, Word, Node, Life, Connection, Nth, Recipient, MessageId,
        At.TotalMilliseconds.ToString("R", CultureInfo.InvariantCulture));

    public static ReceiverLine Parse(string text)
    {
        var parts = text.Split(Tab);
        return new ReceiverLine(Enum.Parse<ReceiverWord>(parts[0]), Number(parts[1]), Number(parts[2]), Number(parts[3]),
            Number(parts[4]), parts[5], parts[6],
            TimeSpan.FromMilliseconds(double.Parse(parts[7], CultureInfo.InvariantCulture)));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
