using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Relays;
using ActorMail.Subscribers;
using BenchmarkDotNet.Attributes;

namespace ActorMail.Bench.Parts;

/// <summary>
/// A letter's share of a round of eight mailers whose messages were all accepted: the commit on SQLite in memory, with its share of the
/// lease, so that what is left is the work without the disk.
/// </summary>
public class RoundParts
{
    private const int Mailers = 8;
    private const int Readers = 20_000;
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly DeliveryOutcome Accepted = new DeliveryOutcome.Accepted(new SmtpReply(250, "2.0.0", "Ok: queued as 4F1C2A"));

    private readonly List<IntentRequest> _open = [];
    private readonly List<SliceLease> _ending = [];
    private SqlDatabase _database = null!;
    private Incarnation _me;
    private PostId _post;
    private LeasedSlice? _slice;
    private int _at;

    [GlobalSetup]
    public async Task BeginAsync()
    {
        _database = await SqliteDatabase.OpenAsync("Data Source=parts;Mode=Memory;Cache=Shared", CancellationToken.None);
        foreach (var part in Enumerable.Range(1, Readers).Chunk(500))
        {
            await _database.Import.WriteAsync([.. part.Select(number => new ImportRow(
                EmailAddress.Parse($"reader-{number}@example.com"), null, ListName.Default, null, new Dictionary<string, string>()))],
                CancellationToken.None);
        }

        _me = await _database.Ledger.EnterAsync("bench", CancellationToken.None);
    }

    [GlobalCleanup]
    public async Task EndAsync() => await _database.DisposeAsync();

    [Benchmark(Description = "a round of eight on SQLite in memory, a letter", OperationsPerInvoke = Mailers)]
    public async Task<int> RoundAsync()
    {
        while (_slice is null || _slice.Recipients.Count - _at < Mailers) await NextSliceAsync();
        EndedDelivery[] ended = [.. _open.Select(open => new EndedDelivery(
            open.Mailer, open.Slice, open.Subscriber, open.Attempt, "relay", Now, Accepted))];
        IntentRequest[] wishes = [.. Enumerable.Range(1, Mailers).Select(mailer => new IntentRequest(
            mailer, _slice.Lease, _slice.Recipients[_at++].Id, 1, 1))];
        var renewed = ended.Select(end => end.Slice).Concat(_ending).Append(_slice.Lease).Distinct().ToArray();
        var result = await _database.Ledger.CommitAsync(new Round(_me, "bench", Lease, renewed, ended, wishes, [.. _ending]), CancellationToken.None);
        if (result.Answers.Any(answer => answer != IntentAnswer.Granted)) throw new InvalidOperationException("A wish was not granted.");
        _open.Clear();
        _open.AddRange(wishes);
        _ending.Clear();
        return result.Answers.Count;
    }

    /// <summary>Slices hold a multiple of eight, so that each ends with a round.</summary>
    private async Task NextSliceAsync()
    {
        if (_slice is not null) _ending.Add(_slice.Lease);
        _slice = _post == default ? null : await _database.Ledger.LeaseAsync(
            _post, _me, new LeaseTerms(400, Lease, OnUncertain.Resend), CancellationToken.None);
        _at = 0;
        if (_slice is not null) return;
        var post = new Post
        {
            Id = new PostId(_post.Value + 1), List = ListName.Default, Status = PostStatus.Sending, CreatedAt = Now, PublishedAt = Now,
            Content = new PostContent("News", "News"),
        };
        await _database.Posts.InsertAsync(post, CancellationToken.None);
        _post = post.Id;
        _slice = await _database.Ledger.LeaseAsync(_post, _me, new LeaseTerms(400, Lease, OnUncertain.Resend), CancellationToken.None);
    }
}
