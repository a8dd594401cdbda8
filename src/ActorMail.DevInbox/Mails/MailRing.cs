namespace ActorMail.DevInbox;

/// <summary>The newest mails, up to 1,000 and so many bytes, and the count of all. The newest is kept whatever its size.</summary>
internal sealed class MailRing(long maxBytes)
{
    public const int Capacity = 1000;
    private readonly Lock _lock = new();
    private readonly CapturedMail?[] _mails = new CapturedMail?[Capacity];
    private readonly List<(long Count, TaskCompletionSource Reached)> _waiting = [];
    private long _received;
    private long _oldest = 1;
    private long _bytes;

    public long Received => Interlocked.Read(ref _received);

    /// <summary>Numbers and keeps a mail.</summary>
    public CapturedMail Add(Func<long, CapturedMail> make)
    {
        lock (_lock)
        {
            var number = _received + 1;
            var mail = make(number);
            if (number - _oldest == Capacity) DropOldest();
            _mails[number % Capacity] = mail;
            _bytes += mail.Raw.Length;
            while (_bytes > maxBytes && _oldest < number) DropOldest();
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
            for (; found.Count < count && number >= _oldest; number--)
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

    private void DropOldest()
    {
        var place = _oldest++ % Capacity;
        _bytes -= _mails[place]!.Raw.Length;
        _mails[place] = null;
    }

    private void Wake(long number)
    {
        foreach (var (_, reached) in _waiting.Where(waiter => waiter.Count <= number)) reached.SetResult();
        _waiting.RemoveAll(waiter => waiter.Count <= number);
    }
}
