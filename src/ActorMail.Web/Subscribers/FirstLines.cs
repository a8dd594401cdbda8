namespace ActorMail.Web.Subscribers;

/// <summary>
/// Remembers on which line each key stood first, in some 18 bytes a key: a dictionary takes twice as much, and twice that again while
/// it grows. Its parts grow one at a time. Keys are taken from a hash, so they lie evenly as they are.
/// </summary>
internal sealed class FirstLines
{
    private const int Parts = 64;
    private readonly Part[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new Part())];

    /// <summary>The line the key stood on first; null when this one is the first.</summary>
    /// <param name="line">From 1.</param>
    public long? Seen(ulong key, long line) => _parts[key % Parts].Seen(key, checked((uint)line));

    private sealed class Part
    {
        private const int Smallest = 16;
        private ulong[] _keys = new ulong[Smallest];

        /// <summary>0 where there is no key.</summary>
        private uint[] _lines = new uint[Smallest];
        private int _count;

        public long? Seen(ulong key, uint line)
        {
            var at = Find(key);
            if (_lines[at] != 0) return _lines[at];
            if (5 * (_count + 1) > 4 * _keys.Length)
            {
                Grow();
                at = Find(key);
            }

            (_keys[at], _lines[at]) = (key, line);
            _count++;
            return null;
        }

        /// <summary>Where the key is, or where it would have to be.</summary>
        private int Find(ulong key)
        {
            var at = (int)Math.BigMul(key, (ulong)_keys.Length, out _);
            while (_lines[at] != 0 && _keys[at] != key) at = at + 1 == _keys.Length ? 0 : at + 1;
            return at;
        }

        private void Grow()
        {
            var (keys, lines) = (_keys, _lines);
            _keys = new ulong[keys.Length + (keys.Length / 2)];
            _lines = new uint[_keys.Length];
            for (var at = 0; at < keys.Length; at++)
            {
                if (lines[at] == 0) continue;
                var to = Find(keys[at]);
                (_keys[to], _lines[to]) = (keys[at], lines[at]);
            }
        }
    }
}
