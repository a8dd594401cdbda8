using ActorMail.Options;

namespace ActorMail.Tests.Options;

/// <summary>Configuration as tests write it: <c>Key=Value</c>.</summary>
internal static class Section
{
    /// <summary>A relay and what must stand beside it.</summary>
    public static readonly string[] Relayed =
        ["From=News <news@example.org>", "PublicUrl=https://news.example.org", "Relays:0:Host=smtp.example.org"];

    public static IEnumerable<KeyValuePair<string, string?>> Pairs(params string[] lines) =>
        lines.Select(line => line.Split('=', 2))
            .Select(parts => KeyValuePair.Create(parts[0], parts.ElementAtOrDefault(1)));

    public static CheckedOptions Read(params string[] lines) => OptionsReader.Read(Pairs(lines));

    /// <summary>The relay with these lines added or in place of its own.</summary>
    public static CheckedOptions ReadRelayed(params string[] lines)
    {
        var keys = lines.Select(line => line.Split('=')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Read([.. Relayed.Where(line => !keys.Contains(line.Split('=')[0])), .. lines]);
    }
}
