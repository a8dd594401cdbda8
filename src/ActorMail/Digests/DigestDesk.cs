using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Digests;

/// <summary>A wish for a digest.</summary>
public sealed record NewDigest
{
    public required string Name { get; init; }

    /// <summary>The list whose members get it.</summary>
    public required string List { get; init; }

    /// <summary>The list whose posts are collected. Default: <see cref="List"/>.</summary>
    public string? From { get; init; }

    /// <summary>Five fields, or six with the seconds in front.</summary>
    public required string Cron { get; init; }

    /// <summary>Of the tz database. Default: UTC.</summary>
    public string? Zone { get; init; }

    public required string Subject { get; init; }

    /// <summary>Markdown above the collected posts.</summary>
    public string? Intro { get; init; }
}

/// <summary>The answer to a wish for a digest.</summary>
public abstract record DigestAnswer
{
    private DigestAnswer() { }

    /// <summary>It is kept, as shown.</summary>
    public sealed record Stored(DigestView View) : DigestAnswer;

    /// <summary>Nothing was stored.</summary>
    public sealed record Invalid(IReadOnlyList<ContentFault> Faults) : DigestAnswer;
}

/// <summary>Takes wishes for digests: checks them, finds their next due time, stores them.</summary>
public sealed class DigestDesk(IDigestStore store, ILetterPress press, TimeProvider time)
{
    public async Task<DigestAnswer> PutAsync(NewDigest wish, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(wish);
        var now = time.GetUtcNow();
        List<ContentFault> faults = [];
        if (!ListName.TryParse(wish.Name, out var name, out _))
            faults.Add(new ContentFault("name", "has to be 1 to 64 letters, digits, '-', '_' and '.', the first a letter or digit"));
        if (!ListName.TryParse(wish.List, out var list, out var reason)) faults.Add(new ContentFault("list", reason));
        if (!ListName.TryParse(wish.From ?? wish.List, out var from, out reason) && wish.From is not null)
            faults.Add(new ContentFault("from", reason));
        var zone = wish.Zone ?? "UTC";
        if (!CronTimes.TryNext(wish.Cron, zone, now, out var next, out var fault)) faults.Add(fault);
        Digest digest = new()
        {
            Name = name, List = list, From = from, Cron = wish.Cron, Zone = zone, Subject = wish.Subject, Intro = wish.Intro,
            CreatedAt = now, NextAt = next,
        };
        faults.AddRange(press.Check(DigestText.Compose(digest, [Sample(list, now)]), list).Select(InWordsOfTheWish));
        if (faults.Count > 0) return new DigestAnswer.Invalid(faults);
        return await store.PutAsync(digest, cancel) switch
        {
            DigestStored.Done done => new DigestAnswer.Stored(done.View),
            DigestStored.UnknownList unknown => new DigestAnswer.Invalid(
                [new ContentFault(unknown.List == list ? "list" : "from", $"there is no list named '{unknown.List}'")]),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is no end of storing a digest."),
        };
    }

    /// <summary>What the press says of the body is the intro's: the rest of it is ours.</summary>
    private static ContentFault InWordsOfTheWish(ContentFault fault) =>
        fault.Field == "markdown" ? fault with { Field = "intro" } : fault;

    private static Post Sample(string list, DateTimeOffset now) => new()
    {
        Id = default, List = list, Content = new PostContent("A post", "Its words."), Status = PostStatus.Sent, CreatedAt = now,
    };
}
