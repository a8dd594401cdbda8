using System.Net.Http.Headers;

namespace ActorMail.Cli.Node;

/// <summary>
/// An answer being read. A broken connection or a silence longer than the patience ends the command as unreachable, so that
/// a failure of the place written to is never taken for one of the node.
/// </summary>
internal sealed class NodeStream(
    HttpResponseMessage response, Stream inner, string node, TimeSpan patience, TimeProvider time) : Stream
{
    private readonly CancellationTokenSource _silence = new(Timeout.InfiniteTimeSpan, time);

    public MediaTypeHeaderValue? ContentType => response.Content.Headers.ContentType;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _silence.CancelAfter(patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _silence.Token);
        var count = await OnTheWire.RunAsync(
            node, patience, () => inner.ReadAsync(buffer, either.Token).AsTask(), cancellationToken);
        _silence.CancelAfter(Timeout.InfiniteTimeSpan);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _silence.Dispose();
            response.Dispose();
        }

        base.Dispose(disposing);
    }
}
