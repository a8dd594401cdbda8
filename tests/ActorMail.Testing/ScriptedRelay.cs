using System.Collections.Concurrent;
using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Relays;
using ActorMail.Subscribers;

namespace ActorMail.Testing;

/// <summary>
/// A relay without a socket, for tests of the actors: it answers each letter as <see cref="Answer"/> says and keeps a ledger of
/// what began and what ended. The wire itself is tested with real bytes in ActorMail.Adapters.Tests.
/// </summary>
public sealed class ScriptedRelay : IRelayConnector
{
    private static readonly SmtpReply Ok = new(250, "2.0.0", "taken");
    private readonly ConcurrentQueue<(string Email, int Connection)> _began = new();
    private readonly ConcurrentQueue<string> _prepared = new();
    private int _connections;
    private int _open;
    private int _mostOpen;
    private int _sendingNow;

    /// <summary>How a letter to an address ends; accepted unless set.</summary>
    public Func<string, CancellationToken, Task<SendResult>> Answer { get; set; } =
        (_, _) => Task.FromResult<SendResult>(new SendResult.Accepted(Ok));

    /// <summary>Why a session cannot be opened; null opens it.</summary>
    public Func<RelayFault?> Opening { get; set; } = () => null;

    /// <summary>It is told ahead of who is next, and its session then takes that message alone.</summary>
    public bool IsToldAhead { get; set; }

    /// <summary>Whose letters were got ready ahead, in order.</summary>
    public IReadOnlyList<string> Prepared => [.. _prepared];

    /// <summary>Every start of a message, in order.</summary>
    public IReadOnlyList<(string Email, int Connection)> Began => [.. _began];

    public int Connections => _connections;

    public int MostOpen => _mostOpen;

    public int SendingNow => _sendingNow;

    public static SendResult Accepted => new SendResult.Accepted(Ok);

    public IRelayConnection Create(RelaySettings relay) => new Connection(this);

    private sealed class Connection(ScriptedRelay relay) : IRelayConnection
    {
        private readonly CancellationTokenSource _closed = new();
        private int _number;
        private bool _isOpen;
        private EmailAddress? _awaited;

        public Task<RelayFault?> OpenAsync(CancellationToken cancel)
        {
            if (relay.Opening() is { } fault) return Task.FromResult<RelayFault?>(fault);
            _number = Interlocked.Increment(ref relay._connections);
            (_isOpen, _awaited) = (true, null);
            var open = Interlocked.Increment(ref relay._open);
            while (relay._mostOpen is var most && open > most) Interlocked.CompareExchange(ref relay._mostOpen, open, most);
            return Task.FromResult<RelayFault?>(null);
        }

        public bool Takes(ILetter letter, Recipient recipient) => _awaited is null || _awaited == recipient.Email;

        public async Task<SendResult> SendAsync(ILetter letter, Recipient recipient, Upcoming? next, CancellationToken cancel)
        {
            if (!_isOpen) throw new InvalidOperationException("The session is not open.");
            if (!Takes(letter, recipient)) return new SendResult.Broken("the session waits for somebody else's message");
            _awaited = relay.IsToldAhead ? next?.Recipient.Email : null;
            relay._began.Enqueue((recipient.Email.ToString(), _number));
            Interlocked.Increment(ref relay._sendingNow);
            try
            {
                return await relay.Answer(recipient.Email.ToString(), _closed.Token);
            }
            finally
            {
                Interlocked.Decrement(ref relay._sendingNow);
            }
        }

        public void Prepare(Upcoming next) => relay._prepared.Enqueue(next.Recipient.Email.ToString());

        public Task CloseAsync()
        {
            if (_isOpen) Interlocked.Decrement(ref relay._open);
            _isOpen = false;
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            await CloseAsync();
            await _closed.CancelAsync();
        }
    }
}
