using System.Globalization;

namespace ActorMail.Options;

/// <summary>Reads the section <c>ActorMail</c> and finds everything that is wrong with it, all at once.</summary>
internal static class OptionsReader
{
    private const int MostInList = 100;

    /// <summary>Reads and checks.</summary>
    /// <param name="section">
    /// Every pair below the section, with paths relative to it, as <c>IConfiguration.AsEnumerable(true)</c> gives them.
    /// </param>
    public static CheckedOptions Read(IEnumerable<KeyValuePair<string, string?>> section)
    {
        var pairs = section.Where(pair => pair.Key.Length > 0).ToList();
        var options = new ActorMailOptions();
        var written = Positions(pairs);
        foreach (var (list, grow) in OptionTable.Lists)
        {
            foreach (var _ in Places(written[list])) grow(options);
        }

        var faults = pairs.Select(pair => Take(options, pair.Key, pair.Value)).OfType<OptionFault>().ToList();
        var gaps = written.SelectMany(list => Gaps(list.Key, list.Value)).ToList();
        faults.AddRange(
            gaps.Select(gap => new OptionFault(Full(gap), "nothing stands here: number from 0 without gaps")));
        // What rules say about a place nobody wrote is noise: the gap itself is the fault.
        faults.AddRange(OptionRules.Check(options).Where(
            fault => !gaps.Any(gap => fault.Path.StartsWith(Full(gap) + ':', StringComparison.Ordinal))));
        var once = faults.DistinctBy(fault => fault.Path).OrderBy(fault => fault.Path, StringComparer.Ordinal);
        return new CheckedOptions(options, [.. once]);
    }

    private static string Full(string path) => $"{ActorMailOptions.Section}:{path}";

    /// <summary>For each list, the positions that are written in the configuration.</summary>
    private static Dictionary<string, SortedSet<int>> Positions(IEnumerable<KeyValuePair<string, string?>> pairs)
    {
        var positions = OptionTable.Lists.ToDictionary(
            list => list.Key, _ => new SortedSet<int>(), StringComparer.OrdinalIgnoreCase);
        foreach (var pair in pairs)
        {
            if (ListOf(pair.Key) is not { } list || !TryPosition(Position(pair.Key, list), out var at)) continue;
            // Of a list of sections, a place without a key says nothing.
            if (pair.Key.LastIndexOf(':') > list.Length || KnobOf($"{list}:#") is not null) positions[list].Add(at);
        }

        return positions;
    }

    /// <summary>The list a path leads into; null when it leads into none.</summary>
    private static string? ListOf(string path) => OptionTable.Lists.Keys
        .FirstOrDefault(list => path.StartsWith(list + ':', StringComparison.OrdinalIgnoreCase));

    private static string Position(string path, string list) => path[(list.Length + 1)..].Split(':')[0];

    private static IEnumerable<string> Gaps(string list, SortedSet<int> positions) =>
        Places(positions).Except(positions).Select(at => $"{list}:{at}");

    /// <summary>Every position up to the last one written.</summary>
    private static IEnumerable<int> Places(SortedSet<int> positions) =>
        Enumerable.Range(0, positions.Count == 0 ? 0 : positions.Max + 1);

    private static bool TryPosition(string text, out int at) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out at) && at < MostInList;

    private static OptionFault? Take(ActorMailOptions options, string path, string? value)
    {
        var (shape, at) = (path, 0);
        if (ListOf(path) is { } list)
        {
            var position = Position(path, list);
            if (!TryPosition(position, out at))
                return new OptionFault(Full(path), $"{Leaf(list)} is a list: number it from 0, as in {Full(list)}:0");
            shape = $"{list}:#{path[(list.Length + 1 + position.Length)..]}";
        }

        var knob = KnobOf(shape);
        // null and "" for a section are what JSON's {} and [] become.
        if (knob is not null) return value is null ? null : Fault(path, knob.Set(options, at, value));
        if (OptionTable.Knobs.Any(known => known.Path.StartsWith(shape + ':', StringComparison.OrdinalIgnoreCase)))
            return string.IsNullOrEmpty(value) ? null : Fault(path, "this is a section, it has no value of its own");
        if (value is null) return null;
        var near = NearestKey.Of(path, OptionTable.Knobs.Select(known => known.At(at)));
        return Fault(path, "unknown key" + (near is null ? "" : $"; did you mean {Full(near)}?"));
    }

    private static Knob? KnobOf(string shape) => OptionTable.Knobs.FirstOrDefault(knob => Same(knob.Path, shape));

    private static OptionFault? Fault(string path, string? message) =>
        message is null ? null : new OptionFault(Full(path), message);

    private static string Leaf(string path) => path[(path.LastIndexOf(':') + 1)..];

    private static bool Same(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
