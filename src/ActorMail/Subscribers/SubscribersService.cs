using System.Runtime.CompilerServices;
using ActorMail.Letters;
using ActorMail.SignUps;
using ActorMail.Telemetry;
using ActorMail.Tokens;

namespace ActorMail.Subscribers;

/// <summary>The application's side of the subscribers: checks, stores, answers.</summary>
internal sealed class SubscribersService(
    ISubscriberStore store, ISubscriberImport import, ISignUps signUps, AddressMarks marks, MailMeter meter) : ISubscribers
{
    private const int BatchSize = 500;
    private const int PageSize = 500;
    private const int ToldRefusals = 1000;

    public async Task<SubscriberAnswer> AddAsync(
        EmailAddress email, SubscriberChange? change = null, CancellationToken cancel = default)
    {
        var faults = new List<ContentFault>();
        var wish = SubscriberRules.Normalised(change ?? new SubscriberChange(), faults);
        if (faults.Count > 0) return new SubscriberAnswer.Invalid(faults);
        var (reader, added) = await store.AddAsync(email, wish with { JoinLists = wish.JoinLists ?? [ListName.Default] }, cancel);
        return new SubscriberAnswer.Stored(reader, added);
    }

    public async Task<SubscriberAnswer> ChangeAsync(EmailAddress email, SubscriberChange change, CancellationToken cancel = default)
    {
        var faults = new List<ContentFault>();
        var wish = SubscriberRules.Normalised(change, faults);
        if (faults.Count > 0) return new SubscriberAnswer.Invalid(faults);
        return await store.ChangeAsync(email, wish, cancel) is { } reader
            ? new SubscriberAnswer.Stored(reader, Added: false)
            : new SubscriberAnswer.NotFound();
    }

    public async Task<IReadOnlyList<ContentFault>> SignUpAsync(
        EmailAddress email, IReadOnlyList<string>? lists = null, CancellationToken cancel = default)
    {
        var faults = new List<ContentFault>();
        var wish = SubscriberRules.Normalised(new SubscriberChange(JoinLists: lists is { Count: > 0 } ? lists : [ListName.Default]), faults);
        if (faults.Count > 0) return faults;
        meter.SignUps.Wishes.Add(
            await signUps.AskAsync(new SignUpWish(email, marks.Of(email), marks.OfMailbox(email), wish.JoinLists!), cancel));
        return [];
    }

    public Task<Subscriber?> FindAsync(EmailAddress email, CancellationToken cancel = default) => store.ReadAsync(email, cancel);

    public Task<bool> RemoveAsync(EmailAddress email, CancellationToken cancel = default) => store.EraseAsync(email, cancel);

    public async IAsyncEnumerable<Subscriber> ListAsync(
        string? list = null, SubscriberState? state = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (list is not null && !ListName.TryParse(list, out list, out var reason)) throw new ArgumentException(reason, nameof(list));
        SubscriberId? after = null;
        while (true)
        {
            var page = await store.ListAsync(new SubscriberFilter(after, state, list, PageSize), cancel);
            foreach (var reader in page) yield return reader;
            if (page.Count < PageSize) yield break;
            after = page[^1].Id;
        }
    }

    public async Task<ImportSummary> ImportAsync(
        IAsyncEnumerable<ImportRow> rows, IProgress<ImportSummary>? progress = null, CancellationToken cancel = default)
    {
        var refusals = new List<ImportRefusal>();
        var sums = new ImportSummary(0, 0, 0, refusals);
        var number = 0L;
        await foreach (var batch in rows.Chunk(BatchSize).WithCancellation(cancel))
        {
            var sound = new List<ImportRow>(batch.Length);
            foreach (var row in batch)
            {
                number++;
                if (SubscriberRules.Normalised(row, out var reason) is { } good) sound.Add(good);
                else if (refusals.Count < ToldRefusals) refusals.Add(new ImportRefusal(number, reason!));
            }

            var written = sound.Count > 0 ? await import.WriteAsync(sound, cancel) : new ImportBatchResult(0, 0, []);
            sums = sums with
            {
                Imported = sums.Imported + written.Imported,
                Updated = sums.Updated + written.Updated,
                Refused = sums.Refused + batch.Length - sound.Count,
                Suppressed = sums.Suppressed + Count(written, ImportStanding.Suppressed),
                StayedAway = sums.StayedAway + Count(written, ImportStanding.StaysAway),
                Revived = sums.Revived + Count(written, ImportStanding.Revived),
            };
            progress?.Report(sums);
        }

        return sums;
    }

    private static int Count(ImportBatchResult written, ImportStanding standing) =>
        written.Notes.Count(note => note.Standing == standing);
}
