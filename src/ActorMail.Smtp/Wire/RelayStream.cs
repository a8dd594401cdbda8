using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace ActorMail.Smtp.Wire;

/// <summary>
/// The socket under MailKit: gathers its 4 KiB blocks so that a letter leaves in one write, and knows when the last byte leaves.
/// It has no timeouts of its own; the <see cref="Watchdog"/> disposes it.
/// </summary>
internal sealed class RelayStream(Socket socket, byte[] output, WireProgress progress, Action partLeft, Action lastByteLeaves)
    : AsyncOnlyStream
{
    /// <summary>So large an <c>output</c> holds most letters whole.</summary>
    public const int OutputSize = 64 << 10;

    private int _queued;

    /// <summary>True when the relay closed its side.</summary>
    public bool Ended { get; private set; }

    /// <summary>
    /// True when the relay ended an idle session. In plain text anything it says unasked ends it as well (a timeout's 421); under
    /// TLS a packet may be a session ticket, so only the end itself counts.
    /// </summary>
    public bool EndedWhileIdle(bool secure)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && (!secure || socket.Available == 0);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A question must have left before its answer is waited for, whether or not it was flushed.
        if (_queued > 0) await SendQueuedAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var read = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            Ended = read == 0;
            progress.Reads();
            return read;
        }
        catch (SocketException broken)
        {
            throw new IOException(broken.Message, broken);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (_queued == output.Length) await SendQueuedAsync(cancellationToken).ConfigureAwait(false);
            var part = buffer[..Math.Min(buffer.Length, output.Length - _queued)];
            part.CopyTo(output.AsMemory(_queued));
            _queued += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _queued == 0 ? Task.CompletedTask : SendQueuedAsync(cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing) socket.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask SendQueuedAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        // From the first attempt on nobody can tell how much of it the relay gets.
        if (progress.BodyHandedOver && progress.Phase != Relays.SmtpPhase.Dot)
        {
            progress.LastByteLeaves(socket.Connected && socket.Available > 0);
            lastByteLeaves();
        }

        try
        {
            for (var sent = 0; sent < _queued;)
                sent += await socket.SendAsync(output.AsMemory(sent, _queued - sent), SocketFlags.None, cancel).ConfigureAwait(false);
            _queued = 0;
            if (progress.Phase == Relays.SmtpPhase.Body) partLeft();
        }
        catch (SocketException broken)
        {
            throw new IOException(broken.Message, broken);
        }
    }
}
