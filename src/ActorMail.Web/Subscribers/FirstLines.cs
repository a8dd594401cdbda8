using System.Runtime.InteropServices;

namespace ActorMail.Web.Subscribers;

/// <summary>
/// Knows on which line each key stood first, in flat memory: what it was told lies in a file, one sorted run after the other, which is
/// read from its beginning for every new one. A key lies there once, so that a file of one address is as quick as another; a million are 12 MB.
/// </summary>
/// <param name="open">An empty file of one's own; not asked for when all comes in one run.</param>
internal sealed class FirstLines(Func<Stream> open) : IDisposable
{
    private const int ReadAtOnce = 4096;
    private Stream? _runs;

    /// <summary>Gives the lines whose key stood on an earlier one, each with the first of them.</summary>
    /// <param name="lines">Later lines than those of the calls before; the room is used.</param>
    /// <param name="areLast">Nothing is asked after them, so they need not be remembered.</param>
    public IReadOnlyDictionary<uint, uint> Repeats(List<KeyedLine> lines, bool areLast)
    {
        lines.Sort();
        var run = CollectionsMarshal.AsSpan(lines);
        var repeats = new Dictionary<uint, uint>();
        if (_runs is not null) FindIn(_runs, run, repeats);
        FindWithin(run, repeats);
        if (areLast) return repeats;
        lines.RemoveAll(line => repeats.ContainsKey(line.Line));
        _runs ??= open();
        _runs.Seek(0, SeekOrigin.End);
        _runs.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(lines)));
        return repeats;
    }

    public void Dispose() => _runs?.Dispose();

    /// <summary>The runs lie in the order of their lines, so what is found first is the first line.</summary>
    private static void FindIn(Stream runs, ReadOnlySpan<KeyedLine> run, Dictionary<uint, uint> repeats)
    {
        var room = new KeyedLine[ReadAtOnce];
        var bytes = MemoryMarshal.AsBytes(room.AsSpan());
        var (at, last) = (0, 0UL);
        runs.Position = 0;
        while (runs.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) is var read and > 0)
        {
            foreach (var known in MemoryMarshal.Cast<byte, KeyedLine>(bytes[..read]))
            {
                // A smaller key begins the next run.
                if (known.Key < last) at = 0;
                last = known.Key;
                while (at < run.Length && run[at].Key < known.Key) at++;
                for (var same = at; same < run.Length && run[same].Key == known.Key; same++) repeats.TryAdd(run[same].Line, known.Line);
            }
        }
    }

    private static void FindWithin(ReadOnlySpan<KeyedLine> run, Dictionary<uint, uint> repeats)
    {
        var first = 0;
        for (var at = 1; at < run.Length; at++)
        {
            if (run[at].Key == run[first].Key) repeats.TryAdd(run[at].Line, run[first].Line);
            else first = at;
        }
    }
}

/// <summary>A line of a file, from 1, and what stands for that in it which may not come twice.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct KeyedLine(ulong Key, uint Line) : IComparable<KeyedLine>
{
    public int CompareTo(KeyedLine other) => Key.CompareTo(other.Key) is not 0 and var order ? order : Line.CompareTo(other.Line);
}
