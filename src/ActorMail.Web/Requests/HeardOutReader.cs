using System.Buffers;
using System.IO.Pipelines;

namespace ActorMail.Web.Requests;

/// <summary>Tells of the end only when every byte before it has been looked at.</summary>
internal sealed class HeardOutReader(PipeReader input) : PipeReader
{
    private ReadOnlySequence<byte> _shown;

    /// <summary>Bytes that were looked at and left in the pipe, because more were needed.</summary>
    private long _left;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        Shown(await input.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        if (!input.TryRead(out result)) return false;
        result = Shown(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _left = _shown.Slice(consumed, examined).Length;
        _shown = default;
        input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => input.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => input.CompleteAsync(exception);

    private ReadResult Shown(ReadResult result)
    {
        _shown = result.Buffer;
        return result.IsCompleted && result.Buffer.Length > _left
            ? new ReadResult(result.Buffer, result.IsCanceled, isCompleted: false)
            : result;
    }
}
