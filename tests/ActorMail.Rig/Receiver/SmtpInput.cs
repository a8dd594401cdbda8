using System.Text;

namespace ActorMail.Rig.Receiver;

/// <summary>The node's half of a dialogue, in lines and bodies; null and false at the end of the link.</summary>
internal sealed class SmtpInput(Stream stream)
{
    private byte[] _bytes = new byte[16 << 10];
    private int _count;

    public async ValueTask<string?> LineAsync(CancellationToken stop)
    {
        int end;
        while ((end = _bytes.AsSpan(0, _count).IndexOf("\r\n"u8)) < 0)
        {
            if (!await MoreAsync(stop)) return null;
        }

        return Take(end, 2);
    }

    /// <summary>Waits for the first byte of what comes next.</summary>
    public async ValueTask<bool> AnyAsync(CancellationToken stop) => _count > 0 || await MoreAsync(stop);

    /// <summary>Everything before the line with the final dot.</summary>
    public async ValueTask<string?> BodyAsync(CancellationToken stop)
    {
        int end;
        while ((end = _bytes.AsSpan(0, _count).IndexOf("\r\n.\r\n"u8)) < 0)
        {
            if (!await MoreAsync(stop)) return null;
        }

        return Take(end, 5);
    }

    private string Take(int length, int ending)
    {
        var text = Encoding.Latin1.GetString(_bytes, 0, length);
        _count -= length + ending;
        _bytes.AsSpan(length + ending, _count).CopyTo(_bytes);
        return text;
    }

    private async ValueTask<bool> MoreAsync(CancellationToken stop)
    {
        if (_count == _bytes.Length) Array.Resize(ref _bytes, _bytes.Length * 2);
        var read = await stream.ReadAsync(_bytes.AsMemory(_count), stop);
        _count += read;
        return read > 0;
    }
}
