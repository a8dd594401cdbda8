using System.Net.Sockets;

namespace ActorMail.CrashRig.Links;

/// <summary>One connection through the link: two pumps, and the fault at its byte.</summary>
internal sealed class LinkedPair(Socket node, Socket receiver, LinkFault? fault, Action struck)
{
    private static readonly TimeSpan StallLasts = TimeSpan.FromSeconds(1);
    private readonly byte[] _tail = new byte[5];
    private int _dots;
    private int _counted;
    private bool _over;
    private int _closed;

    public async Task RunAsync(CancellationToken stop)
    {
        (node.NoDelay, receiver.NoDelay) = (true, true);
        using (node)
        using (receiver)
        {
            await Task.WhenAll(PumpAsync(node, receiver, Way.ToReceiver, stop), PumpAsync(receiver, node, Way.ToNode, stop));
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Way way, CancellationToken stop)
    {
        var buffer = new byte[16 << 10];
        try
        {
            while (true)
            {
                var read = await from.ReceiveAsync(buffer, stop);
                if (read == 0) break;
                var pass = Strikes(way, buffer.AsSpan(0, read));
                // The dot is looked at before it is passed, so that its answer cannot overtake the count.
                if (way == Way.ToReceiver) CountDots(buffer.AsSpan(0, pass ?? read));
                await to.SendAsync(buffer.AsMemory(0, pass ?? read), stop);
                if (pass is null) continue;
                await StrikeAsync(to, stop);
                if (fault!.Act == LinkAct.HalfClose) await DrainAsync(from, buffer, stop);
                return;
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side is gone: so is the other.
            Close(0);
        }
    }

    /// <summary>How many of these bytes still pass when the fault strikes among them; null when it does not.</summary>
    private int? Strikes(Way way, ReadOnlySpan<byte> bytes)
    {
        if (fault is null || fault.Way != way || _over || Volatile.Read(ref _dots) < fault.AfterDot) return null;
        var left = fault.AfterBytes - _counted;
        _counted += bytes.Length;
        if (left >= bytes.Length) return null;
        _over = true;
        return left;
    }

    private void CountDots(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            _tail.AsSpan(1).CopyTo(_tail);
            _tail[^1] = value;
            if (_tail.AsSpan().SequenceEqual("\r\n.\r\n"u8)) Interlocked.Increment(ref _dots);
        }
    }

    private async Task StrikeAsync(Socket to, CancellationToken stop)
    {
        struck();
        switch (fault!.Act)
        {
            case LinkAct.HalfClose:
                to.Shutdown(SocketShutdown.Send);
                return;
            case LinkAct.Stall:
                await Task.Delay(StallLasts, stop);
                break;
        }

        Close(fault.Act == LinkAct.Reset ? 0 : null);
    }

    private void Close(int? linger)
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        foreach (var socket in new[] { node, receiver })
        {
            if (linger is { } seconds) socket.LingerState = new LingerOption(true, seconds);
            socket.Dispose();
        }
    }

    private static async Task DrainAsync(Socket from, byte[] buffer, CancellationToken stop)
    {
        while (await from.ReceiveAsync(buffer, stop) > 0)
        {
            // Nobody is left to hear it.
        }
    }
}
