namespace ActorMail.DevInbox;

/// <summary>The newest 1,000 mails and the count of all.</summary>
internal sealed class MailRing
{
    public const int Capacity = 1000;
    private readonly Lock _lock = new();
    private readonly CapturedMail?[] _mails = new CapturedMail?[Capacity];
    private readonly List<(long Count, TaskCompletionSource Reached)> _waiting = [];
    private long _received;

    public long Received => Interlocked.Read(ref _received);

    /// <summary>Numbers and keeps a mail.</summary>
    public CapturedMail Add(Func<long, CapturedMail> make)
    {
        lock (_lock)
        {
            var number = _received + 1;
            var mail = make(number);
            _mails[number % Capacity] = mail;
            Interlocked.Exchange(ref _received, number);
            if (_waiting.Count > 0) Wake(number);
            return mail;
        }
    }

    public CapturedMail? Find(long number)
    {
        lock (_lock) return number > 0 && _mails[number % Capacity] is { } mail && mail.Number == number ? mail : null;
    }

    public IReadOnlyList<CapturedMail> Newest(int count, long? before)
    {
        var found = new List<CapturedMail>(Math.Clamp(count, 0, Capacity));
        lock (_lock)
        {
            var number = Math.Min(before ?? long.MaxValue, _received + 1) - 1;
            for (; found.Count < count && number > 0 && number > _received - Capacity; number--)
                found.Add(_mails[number % Capacity]!);
        }

        return found;
    }

    public Task Reached(long count)
    {
        lock (_lock)
        {
            if (_received >= count) return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task;
        }
    }

    private void Wake(long number)
    {
        foreach (var (_, reached) in _waiting.Where(waiter => waiter.Count <= number)) reached.SetResult();
        _waiting.RemoveAll(waiter => waiter.Count <= number);
    }
}
