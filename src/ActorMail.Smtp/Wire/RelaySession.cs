using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using ActorMail.Relays;
using MailKit.Net.Smtp;

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
        (Incoming, Outgoing) = (Stream, Stream);
        Client = new RelayClient(ehloName, Progress, _commands);
        Replies = new ReplyReader(Stream);
    }

    public WireProgress Progress { get; } = new();

    public Watchdog Watchdog { get; }

    /// <summary>What goes over the network, as it goes.</summary>
    public RelayStream Stream { get; }

    /// <summary>What the relay says, decrypted.</summary>
    public Stream Incoming { get; private set; }

    /// <summary>What is said to the relay, before it is encrypted. Gathers until it is flushed.</summary>
    public Stream Outgoing { get; private set; }

    public RelayClient Client { get; }

    /// <summary>What the relay says once the session is open, when MailKit does not listen itself.</summary>
    public ReplyReader Replies { get; private set; }

    public bool IsSecure => Incoming is SslStream;

    /// <summary>None while it is not secured.</summary>
    public SslProtocols TlsVersion => Incoming is SslStream secured ? secured.SslProtocol : SslProtocols.None;

    /// <summary>Told of the relay's certificate before it is trusted or not.</summary>
    public Action<X509Certificate?, X509Chain?, SslPolicyErrors>? CertificateShown { get; set; }

    /// <summary>True once STARTTLS was said.</summary>
    public bool AskedForTls { get; set; }

    /// <summary>True when commands may be sent together.</summary>
    public bool Pipelines => Client.Capabilities.HasFlag(SmtpCapabilities.Pipelining);

    public bool TakesSize => Client.Capabilities.HasFlag(SmtpCapabilities.Size);

    /// <summary>
    /// The message the relay was told of along with the last one's dot: it answers, and then waits for that message alone. Null when
    /// it was told of none.
    /// </summary>
    public Envelope? Announced { get; set; }

    /// <summary>False while the relay waits for somebody else's message: only the end of the link tells it that none comes.</summary>
    public bool Takes(Envelope mail) => Announced is null || Announced == mail;

    /// <summary>True when the relay has said more than was due, or has ended the session.</summary>
    public bool SpokeOrEnded => Replies.HasMore || Stream.EndedWhileIdle(IsSecure);

    /// <summary>False once a result said that nothing more may be sent here.</summary>
    public bool Usable { get; set; } = true;

    public TimeSpan CommandTimeout { get; }

    public TimeSpan ResetTimeout => CommandTimeout < FarewellTimeout ? CommandTimeout : FarewellTimeout;

    /// <summary>The code of the relay's last reply.</summary>
    public int LastCode => _commands.LastCode;

    /// <summary>What kind of end an exception is. MailKit has one type for replies that are none and for a link closed where one was due.</summary>
    public LinkEnd EndOf(Exception broken) => broken switch
    {
        _ when Watchdog.Bitten => LinkEnd.Broke,
        SmtpProtocolException => Stream.Ended ? LinkEnd.Broke : LinkEnd.Nonsense,
        FormatException => LinkEnd.Nonsense,
        OperationCanceledException or IOException or TimeoutException or SocketException or ObjectDisposedException => LinkEnd.Broke,
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

    /// <summary>Shakes hands; everything after it is encrypted. Throws <see cref="System.Security.Authentication.AuthenticationException"/> for what is not trusted.</summary>
    public async Task SecureAsync(SslClientAuthenticationOptions options, CancellationToken cancel)
    {
        var secured = new SslStream(Stream);
        try
        {
            await secured.AuthenticateAsClientAsync(options, cancel).ConfigureAwait(false);
        }
        catch
        {
            await secured.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        (Incoming, Outgoing) = (secured, new BufferedStream(secured, RelayStream.OutputSize));
        Replies = new ReplyReader(secured);
    }

    public void Dispose()
    {
        Watchdog.Dispose();
        Client.Dispose();
        Incoming.Dispose();
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
