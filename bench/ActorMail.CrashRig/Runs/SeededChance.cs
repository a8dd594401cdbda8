namespace ActorMail.CrashRig.Runs;

/// <summary>Chance that a number replays, the same on every runtime (splitmix64).</summary>
internal sealed class SeededChance(int seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>Both ends included.</summary>
    public int Between(int from, int to) => from + (int)(Next() % (ulong)(to - from + 1));

    private ulong Next()
    {
        var mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
