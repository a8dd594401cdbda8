using System.Security.Cryptography.X509Certificates;
using ActorMail.DevInbox;
using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.Wire;

/// <summary>One case of the matrix: where in a session it fails, and how.</summary>
/// <param name="HandOver">How letters are handed over: one of <see cref="HandOvers"/>.</param>
internal sealed record FaultCase(string Phase, string Fault, string HandOver)
{
    public const string OneByOne = "one by one";
    public const string Together = "together";
    public const string Ahead = "ahead";

    /// <summary>Commands go one by one by MailKit; together; or ahead, with the dot of the letter before.</summary>
    public static readonly string[] HandOvers = [OneByOne, Together, Ahead];

    public static readonly string[] Phases =
    [
        "connect", "greeting", "EHLO", "STARTTLS", "handshake", "AUTH", "MAIL", "RCPT", "DATA", "body", "dot", "QUIT", "RSET",
    ];

    public static readonly string[] Faults =
        ["4xx", "5xx", "421", "RST", "FIN", "stall", "garbage", "dribble", "64K", "codes", "NUL"];

    public static readonly X509Certificate2 Certificate = InboxCertificate.Make(TimeProvider.System.GetUtcNow());

    // Long enough for eight MiB to a server that shares two cores with twenty others, and with builds; where nothing comes, it is waited for.
    private TimeSpan Limit => TimeSpan.FromSeconds(Fault == "stall" ? 5 : 20);
    private static readonly InboxLogin Login = new("user", "secret-word");
    private const int BigLetter = 8 << 20;
    private const int EhloAndHelo = 2;

    /// <summary>Meets the fault once, then sends to somebody else by the same session or, if that is over, by a new one.</summary>
    public async Task<FaultSeen> RunAsync()
    {
        await using var rig = await Rig.StartAsync(Options(), relay => relay with
        {
            CommandTimeout = Limit, ConnectTimeout = Limit, FinalDotTimeout = Limit,
        });
        if (Phase == "RSET") rig.Inbox.Faults.Add(NoSuchUser());
        rig.Inbox.Faults.Add(new InboxFault
        {
            Phase = At(), Times = Phase == "EHLO" ? EhloAndHelo : 1, Action = Action(), AfterBytes = BigLetter / 2, When = IsAtAnna,
        });

        var (row, usable) = await MeetAsync(rig);
        var before = rig.Inbox.Connections;
        rig.Inbox.Faults.Clear();
        if (!usable)
        {
            Assert.IsType<SendResult.Broken>(await rig.SendAsync("nobody@reader.example"));
            Assert.Null(await rig.OpenAsync());
        }

        Assert.IsType<SendResult.Accepted>(await rig.SendAsync("bert@reader.example"));
        Assert.InRange(rig.Inbox.Newest(10).Count(mail => mail.Recipients[0] == "carl@reader.example"), 0, 1);
        var copies = rig.Inbox.Newest(10).Count(mail => mail.Recipients[0] == "anna@reader.example");
        return new FaultSeen(row, (int)before, (int)rig.Inbox.Connections, copies);
    }

    /// <summary>What the first letter, or its session, came to; "ok" when all went well.</summary>
    private async Task<(string Row, bool Usable)> MeetAsync(Rig rig)
    {
        if (await rig.OpenAsync() is { } fault) return (Told(fault.Verdict), false);
        var letter = Phase == "body" ? TestLetter.OfSize(BigLetter) : new TestLetter();
        if (HandOver == Ahead && InTransaction)
            Assert.IsType<SendResult.Accepted>(await rig.SendAsync(TestLetter.To("carl@reader.example"), next: "anna@reader.example"));
        var result = await rig.SendAsync(TestLetter.To("anna@reader.example"), letter, HandOver == Ahead ? "bert@reader.example" : null);
        if (Phase != "QUIT") return (result is SendResult.Accepted ? "ok" : Told(result.Verdict), result.SessionUsable);
        Assert.IsType<SendResult.Accepted>(result);
        await rig.Connection.CloseAsync();
        return ("ok", false);
    }

    private static string Told(ReplyVerdict verdict) =>
        $"{verdict.Row}{(verdict.Recipient is RecipientAction.Uncertain ? "?" : "")}";

    private static InboxFault NoSuchUser() => new()
    {
        Phase = InboxPhase.Rcpt, Times = 1, When = moment => moment.Recipient == "anna@reader.example", Action = new FaultAction.Reply(550, "5.1.1 no such user"),
    };

    private bool InTransaction => Phase is "MAIL" or "RCPT" or "DATA" or "body" or "dot" or "RSET";

    /// <summary>With commands ahead the letter before has been through the same phases.</summary>
    private bool IsAtAnna(FaultMoment moment) => HandOver != Ahead || !InTransaction || Phase == "RSET" || moment.Nth == 2;

    private DevInboxOptions Options() => OptionsOfPhase() with { Pipelining = HandOver != OneByOne };

    private DevInboxOptions OptionsOfPhase() => Phase switch
    {
        "connect" => new DevInboxOptions { Tls = InboxTls.Implicit, Certificate = Certificate },
        "STARTTLS" or "handshake" => new DevInboxOptions { Tls = InboxTls.StartTls, Certificate = Certificate },
        "AUTH" => new DevInboxOptions { RequireAuth = Login },
        // So small that the body is not in the kernel's buffers when the server speaks.
        "body" => new DevInboxOptions { ReceiveBuffer = 16 << 10 },
        _ => new DevInboxOptions(),
    };

    private InboxPhase At() => Phase switch
    {
        "connect" => InboxPhase.Accept,
        "greeting" => InboxPhase.Connect,
        _ => Enum.Parse<InboxPhase>(Phase, ignoreCase: true),
    };

    private FaultAction Action() => Fault switch
    {
        "4xx" => new FaultAction.Reply(451, "4.5.0 later"),
        "5xx" => new FaultAction.Reply(550, "5.5.0 never"),
        "421" => new FaultAction.Reply(421, "4.3.2 leaving"),
        "RST" => new FaultAction.Reset(),
        "FIN" => new FaultAction.Close(),
        "stall" => new FaultAction.Stall(),
        "garbage" => new FaultAction.Garbage(),
        "dribble" => new FaultAction.Dribble(),
        "64K" => Right(new string('x', 64 << 10)),
        "codes" => new FaultAction.Garbage("250-one\r\n550 other\r\n"),
        "NUL" => Right("all\0is well"),
        _ => throw new InvalidOperationException($"There is no fault {Fault}."),
    };

    /// <summary>What is right, said so; where TLS is due, it is only noise.</summary>
    private FaultAction Right(string text) => Phase switch
    {
        "connect" or "handshake" => new FaultAction.Garbage($"220 {text}\r\n"),
        "greeting" or "STARTTLS" => new FaultAction.Reply(220, text),
        "AUTH" => new FaultAction.Reply(235, text),
        "DATA" => new FaultAction.Reply(354, text),
        "QUIT" => new FaultAction.Reply(221, text),
        _ => new FaultAction.Reply(250, text),
    };
}

/// <summary>What a case came to.</summary>
/// <param name="Told">The row of the reply table, with a ? when the reader is in doubt; "ok" when all went well.</param>
/// <param name="Before">Connections when it was told.</param>
/// <param name="After">Connections when the next reader had the letter.</param>
/// <param name="Copies">Letters of the first reader that the server took.</param>
internal sealed record FaultSeen(string Told, int Before, int After, int Copies);
