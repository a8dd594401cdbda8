using ActorMail.Options;
using ActorMail.Posts;
using ActorMail.Storage;

namespace ActorMail.Node.Spool;

/// <summary>
/// Publishes what any program puts into <c>DataDirectory/spool</c>. A file is taken once nobody has changed it for a moment. Killed
/// between the publish and the rename, the next start publishes the file again under the same key, which gives the same post.
/// </summary>
internal sealed partial class SpoolIntake(
    ActorMailOptions options, IActorMail mail, TimeProvider time, ILogger<SpoolIntake> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan UnchangedFor = TimeSpan.FromSeconds(1);
    private readonly SpoolFolder _folder = new(options.DataDirectory);
    private Dictionary<SpoolFolder.Sight, long> _seen = [];
    private string? _trouble;

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        do await LookAsync(stopping);
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            _folder.Make();
            var waiting = _folder.Waiting();
            var now = time.GetTimestamp();
            _seen = waiting.ToDictionary(file => file, file => _seen.GetValueOrDefault(file, now));
            foreach (var file in waiting.Where(file => time.GetElapsedTime(_seen[file], now) >= UnchangedFor)) _folder.TryTake(file);
            foreach (var file in _folder.Taken())
            {
                if (stopping.IsCancellationRequested) return;
                await EndAsync(file);
            }

            _trouble = null;
        }
        catch (Exception fault) when (IsTrouble(fault))
        {
            // The same trouble at every look is told once; what was taken stays so until a look goes well.
            if (_trouble != fault.Message) LogTrouble(log, fault.Message);
            _trouble = fault.Message;
        }
    }

    /// <summary>A file that meets a fault of ours is put aside, so that it cannot stop the others or the node.</summary>
    private async Task EndAsync(SpoolFolder.Sight file)
    {
        try
        {
            await PublishAsync(file);
        }
        catch (Exception surprise) when (!IsTrouble(surprise))
        {
            LogFault(log, surprise, file.Name);
            Refuse(file, "the node met a fault of its own (see its log); put the file back to try it again");
        }
    }

    private static bool IsTrouble(Exception fault) => fault is IOException or UnauthorizedAccessException or StoreUnavailableException;

    private async Task PublishAsync(SpoolFolder.Sight file)
    {
        var why = _folder.IsLink(file) ? "the file is a link"
            : file.Length > SpoolFile.MaxBytes ? "the file is larger than 2 MiB"
            : null;
        if (why is not null || !SpoolFile.TryRead(file.Name, _folder.Read(file), time.LocalTimeZone, out var wish, out why))
        {
            Refuse(file, why);
            return;
        }

        switch (await mail.PublishAsync(wish))
        {
            case PostAnswer.Stored(var post):
                Keep(file, post, $"published as {post.Id}");
                break;
            case PostAnswer.Repeated(var post):
                Keep(file, post, $"published before as {post.Id}: the same name and content, or the same idempotency-key");
                break;
            case PostAnswer.Invalid(var faults):
                Refuse(file, string.Join('\n', faults.Select(fault =>
                    fault.Line is { } line ? $"{fault.Field} line {line}: {fault.Message}" : $"{fault.Field}: {fault.Message}")));
                break;
            case PostAnswer.KeyTaken(var by):
                Refuse(file, $"idempotency-key: it belongs to another request, which made post {by}");
                break;
            case PostAnswer.Unavailable(var reason, _):
                throw new StoreUnavailableException(reason);
            case var other:
                throw new InvalidOperationException($"A publish is not answered with {other.GetType().Name}.");
        }
    }

    private void Keep(SpoolFolder.Sight file, Post post, string what)
    {
        _folder.Done(file, what);
        LogPublished(log, file.Name, post.Id);
    }

    private void Refuse(SpoolFolder.Sight file, string why)
    {
        _folder.Failed(file, why);
        LogRefused(log, file.Name);
    }

    [LoggerMessage(LogLevel.Information, "Spooled file {File} is post {Post}")]
    private static partial void LogPublished(ILogger log, string file, PostId post);

    [LoggerMessage(LogLevel.Warning, "Spooled file {File} was refused; the reason lies beside it in spool/failed")]
    private static partial void LogRefused(ILogger log, string file);

    [LoggerMessage(LogLevel.Error, "Spooled file {File} met a fault")]
    private static partial void LogFault(ILogger log, Exception fault, string file);

    [LoggerMessage(LogLevel.Warning, "The spool cannot be worked on now: {Reason}")]
    private static partial void LogTrouble(ILogger log, string reason);
}
