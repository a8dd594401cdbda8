using System.Text;

namespace ActorMail.DevInbox;

/// <summary>What the server does instead of what is right.</summary>
public abstract record FaultAction
{
    private FaultAction() { }

    /// <summary>
    /// Answers with this code; each line of <paramref name="Text"/> becomes a line of the reply. A 2xx does what the command
    /// asks for, everything else does not; after 421 the connection is closed.
    /// </summary>
    public sealed record Reply(int Code, string Text) : FaultAction
    {
        internal byte[] Bytes()
        {
            var lines = Text.Split('\n');
            var reply = new StringBuilder();
            for (var i = 0; i < lines.Length; i++)
                reply.Append(Code).Append(i < lines.Length - 1 ? '-' : ' ').Append(lines[i]).Append("\r\n");
            return Encoding.UTF8.GetBytes(reply.ToString());
        }
    }

    /// <summary>Closes in good order (FIN) without an answer.</summary>
    public sealed record Close : FaultAction;

    /// <summary>Closes with RST.</summary>
    public sealed record Reset : FaultAction;

    /// <summary>Says nothing until <see cref="InboxFault.Release"/> is called or the client goes; then goes on as if nothing was.</summary>
    public sealed record Stall : FaultAction;

    /// <summary>Waits, then does what is right.</summary>
    public sealed record Delay(TimeSpan For) : FaultAction;

    /// <summary>Writes these bytes in place of the reply; the command is not done. Default: no reply at all by its form.</summary>
    public sealed record Garbage(ReadOnlyMemory<byte> Bytes) : FaultAction
    {
        public Garbage() : this("\0\u0001\u0002 this is no reply\r\n"u8.ToArray()) { }

        public Garbage(string text) : this(Encoding.Latin1.GetBytes(text)) { }
    }

    /// <summary>Does what is right and writes the reply in packets of one byte.</summary>
    public sealed record Dribble : FaultAction;

    /// <summary>Does what is right (a mail is accepted and counted) and drops the link before the answer.</summary>
    public sealed record DropAfterDoing(bool WithReset = false) : FaultAction;

    /// <summary>Does what is right, writes the answer and then sends RST.</summary>
    public sealed record ResetAfterAnswer : FaultAction;
}
