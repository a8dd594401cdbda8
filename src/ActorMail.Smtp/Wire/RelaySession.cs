using System.Net.Sockets;
using ActorMail.Relays;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace ActorMail.Smtp.Wire;

/// <summary>What lives as long as one SMTP session: the socket's stream, MailKit's client that opened it, the watchdog.</summary>
internal sealed class RelaySession : IDisposable
{
    /// <summary>RSET and QUIT change nothing for the reader and must not hold a mailer.</summary>
    public static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(5);
    private readonly CommandWatch _commands;

    /// <param name="output">What is to be written gathers there; no other session writes meanwhile.</param>
    public RelaySession(Socket socket, byte[] output, RelaySettings relay, string ehloName, TimeProvider time)
    {
        CommandTimeout = relay.CommandTimeout;
        Watchdog = new Watchdog(time, socket.Dispose);
        _commands = new CommandWatch(command => LimitFor(command, relay), Watchdog.Allow);
        // A large letter has its time for each part.
        Stream = new RelayStream(
            socket, output, Progress, () => Watchdog.Allow(relay.CommandTimeout), () => Watchdog.Allow(relay.FinalDotTimeout));
        Client = new RelayClient(relay, ehloName, Progress, _commands);
        Replies = new ReplyReader(Stream);
    }

    public WireProgress Progress { get; } = new();

    public Watchdog Watchdog { get; }

    public RelayStream Stream { get; }

    public RelayClient Client { get; }

    /// <summary>What the relay says once the session is open, when MailKit does not listen itself.</summary>
    public ReplyReader Replies { get; }

    /// <summary>True when commands may be sent together. MailKit keeps the stream of a secured session to itself.</summary>
    public bool Pipelines => !Client.IsSecure && Client.Capabilities.HasFlag(SmtpCapabilities.Pipelining);

    public bool TakesSize => Client.Capabilities.HasFlag(SmtpCapabilities.Size);

    /// <summary>
    /// The message the relay was told of along with the last one's dot: it answers, and then waits for that message alone. Null when
    /// it was told of none.
    /// </summary>
    public Envelope? Announced { get; set; }

    /// <summary>True when the relay has said more than was due, or has ended the session.</summary>
    public bool SpokeOrEnded => Replies.HasMore || Stream.EndedWhileIdle(Client.IsSecure);

    /// <summary>False once a result said that nothing more may be sent here.</summary>
    public bool Usable { get; set; } = true;

    public TimeSpan CommandTimeout { get; }

    public TimeSpan ResetTimeout => CommandTimeout < FarewellTimeout ? CommandTimeout : FarewellTimeout;

    public bool AskedForTls => _commands.AskedForTls;

    /// <summary>The code of the relay's last reply.</summary>
    public int LastCode => _commands.LastCode;

    /// <summary>What kind of end an exception is. MailKit has one type for replies that are none and for a link closed where one was due.</summary>
    public LinkEnd EndOf(Exception broken) => broken switch
    {
        _ when Watchdog.Bitten => LinkEnd.Broke,
        SmtpProtocolException => Stream.Ended ? LinkEnd.Broke : LinkEnd.Nonsense,
        FormatException => LinkEnd.Nonsense,
        // What is not trusted was told before; the rest of a handshake is a link that broke in it.
        OperationCanceledException or IOException or TimeoutException or SocketException or ObjectDisposedException
            or SslHandshakeException => LinkEnd.Broke,
        _ => LinkEnd.Unforeseen,
    };

    /// <summary>Why the link ended, without the relay's texts: they belong to replies.</summary>
    public string Why(Exception broken) => Watchdog.Bitten ? $"no answer within {Watchdog.Limit.TotalSeconds:0.#} s"
        : broken switch
        {
            OperationCanceledException => "stopped",
            SmtpProtocolException or FormatException or EndOfStreamException => "the relay closed the link or broke the protocol",
            IOException { InnerException: SocketException socket } => socket.SocketErrorCode.ToString(),
            _ => broken.GetType().Name,
        };

    public void Dispose()
    {
        Watchdog.Dispose();
        Client.Dispose();
        Stream.Dispose();
    }

    private TimeSpan? LimitFor(ReadOnlySpan<byte> command, RelaySettings relay)
    {
        // QUIT's limit was set by who says it.
        if (command.SequenceEqual("QUIT\r\n"u8)) return null;
        if (command.SequenceEqual("RSET\r\n"u8)) return ResetTimeout;
        return Progress.Phase == SmtpPhase.Dot ? relay.FinalDotTimeout : relay.CommandTimeout;
    }
}
