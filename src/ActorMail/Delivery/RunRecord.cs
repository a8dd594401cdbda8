using ActorMail.Relays;

namespace ActorMail.Delivery;

/// <summary>What one run has met so far on this node.</summary>
internal sealed class RunRecord
{
    private const int FewestForBounces = 200;
    private const double MostBounces = 0.1;
    private const int PolicyInARow = 20;
    private const int PolicyProviders = 3;
    private const int ContentWindow = 20;
    private const int ContentAlike = 3;
    private const int LettersAlike = 3;
    private const int LettersTold = 20;
    private const int Bugs = 3;
    private static readonly TimeSpan PolicyHold = TimeSpan.FromHours(2);

    /// <summary>A provider that refuses the sender is tried by one message then, unless the post was paused and resumed before.</summary>
    private static readonly TimeSpan ClosedFor = TimeSpan.FromHours(4);

    private readonly Dictionary<string, ClosedProvider> _closed = [];
    private readonly HashSet<string> _policyProviders = [];
    private readonly Queue<string> _ends = new();
    private readonly Dictionary<string, int> _letters = [];
    private int _decided;
    private int _bounces;
    private int _policy;
    private int _bugs;

    public RunNews? Ended(string provider, SendResult result, DateTimeOffset now)
    {
        if (result is SendResult.Accepted or SendResult.Rejected) _decided++;
        var said = SaidBy(result);
        if (result is SendResult.Accepted) Remember("");
        var wider = result.Verdict.Wider;
        if (Closed(provider)?.Ended(result) == true) _closed.Remove(provider);
        if (result is SendResult.Accepted or SendResult.Rejected && wider is not WiderAction.Count { Brake: Brake.Policy }) ForgetPolicy();
        return wider switch
        {
            WiderAction.PauseRun pause => new RunNews.Pause(RunAdvice.For(pause.Why, said)),
            WiderAction.PauseProvider or WiderAction.SkipDomain => Close(provider, wider, said, now),
            WiderAction.Count { Brake: Brake.HardBounces } => Bounced(),
            WiderAction.Count { Brake: Brake.Policy } => Refused(provider, said),
            WiderAction.Count { Brake: Brake.Content } => ContentRefused(said, result),
            WiderAction.Count { Brake: Brake.Letter } => Unwritable(said),
            WiderAction.Count { Brake: Brake.Bug } when ++_bugs >= Bugs => new RunNews.Pause(RunAdvice.Bug(said)),
            _ => result is SendResult.RunRefused ? new RunNews.Pause(RunAdvice.For(RunPause.Sender, said)) : null,
        };
    }

    /// <summary>The provider, when it is closed to the run or was and has taken nothing since.</summary>
    public ClosedProvider? Closed(string provider) => _closed.Count == 0 ? null : _closed.GetValueOrDefault(provider);

    private RunNews.CloseProvider? Close(string provider, WiderAction why, string said, DateTimeOffset now)
    {
        if (Closed(provider)?.IsShut(now) == true) return null;
        _closed[provider] = new ClosedProvider(provider, why, said, now + ClosedFor);
        return new RunNews.CloseProvider(provider, RunAdvice.Closed(provider, why, said));
    }

    private RunNews.Pause? Bounced()
    {
        _bounces++;
        return _decided >= FewestForBounces && _bounces > MostBounces * _decided
            ? new RunNews.Pause(RunAdvice.Bounces(_bounces, _decided))
            : null;
    }

    private RunNews? Refused(string provider, string said)
    {
        _policyProviders.Add(provider);
        if (++_policy < PolicyInARow) return null;
        var only = _policyProviders.Count == 1;
        if (!only && _policyProviders.Count < PolicyProviders) return null;
        ForgetPolicy();
        return only
            ? new RunNews.HoldProvider(provider, PolicyHold, RunAdvice.Held(provider, PolicyHold, said))
            : new RunNews.Pause(RunAdvice.Policy(PolicyInARow, said));
    }

    private RunNews.Pause? ContentRefused(string said, SendResult result)
    {
        var alike = result is SendResult.Rejected { Reply: { Code: var code, Enhanced: var enhanced } } ? $"{code} {enhanced}" : said;
        Remember(alike);
        return _ends.Count(end => end == alike) >= ContentAlike
            ? new RunNews.Pause(RunAdvice.Content(ContentAlike, ContentWindow, said))
            : null;
    }

    /// <summary>What is said may be of a reader's own value, so all that differs from the first few counts as one.</summary>
    private RunNews.Pause? Unwritable(string said)
    {
        var alike = _letters.Count < LettersTold || _letters.ContainsKey(said) ? said : "";
        return (_letters[alike] = _letters.GetValueOrDefault(alike) + 1) >= LettersAlike ? new RunNews.Pause(RunAdvice.Letter(said)) : null;
    }

    private void Remember(string end)
    {
        _ends.Enqueue(end);
        if (_ends.Count > ContentWindow) _ends.Dequeue();
    }

    private void ForgetPolicy()
    {
        _policy = 0;
        _policyProviders.Clear();
    }

    private static string SaidBy(SendResult result) => result switch
    {
        SendResult.Rejected rejected => rejected.Reply.ToString(),
        SendResult.Deferred deferred => deferred.Reply.ToString(),
        SendResult.RunRefused refused => refused.Reply.ToString(),
        SendResult.RelayRefused refused => refused.Reply.ToString(),
        SendResult.Broken broken => broken.Why,
        SendResult.Uncertain uncertain => uncertain.Why,
        SendResult.Accepted => "",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "An unknown end of a sending."),
    };
}
