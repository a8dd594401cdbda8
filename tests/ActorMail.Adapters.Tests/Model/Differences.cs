using Xunit.Sdk;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>Tells two states apart line by line.</summary>
internal static class Differences
{
    public static void Refuse(SortedSet<string> wanted, SortedSet<string> found)
    {
        if (wanted.SetEquals(found)) return;
        var lines = wanted.Except(found).Select(line => $"  wanted  {line}")
            .Concat(found.Except(wanted).Select(line => $"  found   {line}"));
        throw new XunitException($"The store differs from the model:\n{string.Join('\n', lines)}");
    }
}
