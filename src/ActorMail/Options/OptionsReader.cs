using System.Globalization;

namespace ActorMail.Options;

/// <summary>Reads the section <c>ActorMail</c> and finds everything that is wrong with it, all at once.</summary>
public static class OptionsReader
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
        foreach (var _ in Places(written["Relays"])) options.Relays.Add(new RelayOptions());
        foreach (var _ in Places(written["ApiKeys"])) options.ApiKeys.Add(new ApiKeyOptions());

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
            list => list, _ => new SortedSet<int>(), StringComparer.OrdinalIgnoreCase);
        foreach (var pair in pairs)
        {
            var parts = pair.Key.Split(':');
            var inList = parts.Length > 2 && positions.ContainsKey(parts[0]);
            if (inList && TryPosition(parts[1], out var at)) positions[parts[0]].Add(at);
        }

        return positions;
    }

    private static IEnumerable<string> Gaps(string list, SortedSet<int> positions) =>
        Places(positions).Except(positions).Select(at => $"{list}:{at}");

    /// <summary>Every position up to the last one written.</summary>
    private static IEnumerable<int> Places(SortedSet<int> positions) =>
        Enumerable.Range(0, positions.Count == 0 ? 0 : positions.Max + 1);

    private static bool TryPosition(string text, out int at) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out at) && at < MostInList;

    private static OptionFault? Take(ActorMailOptions options, string path, string? value)
    {
        var parts = path.Split(':');
        var inList = OptionTable.Lists.Contains(parts[0], StringComparer.OrdinalIgnoreCase) && parts.Length > 1;
        var at = 0;
        if (inList && !TryPosition(parts[1], out at))
            return new OptionFault(Full(path), $"{parts[0]} is a list: number it from 0, as in {Full(parts[0])}:0");
        if (inList) parts[1] = "#";
        var shape = string.Join(':', parts);

        var knob = OptionTable.Knobs.FirstOrDefault(knob => Same(knob.Path, shape));
        // null and "" for a section are what JSON's {} and [] become.
        if (knob is not null) return value is null ? null : Fault(path, knob.Set(options, at, value));
        if (NotYet(shape) is { } reason) return string.IsNullOrEmpty(value) ? null : Fault(path, reason);
        if (OptionTable.Knobs.Any(known => known.Path.StartsWith(shape + ':', StringComparison.OrdinalIgnoreCase)))
            return string.IsNullOrEmpty(value) ? null : Fault(path, "this is a section, it has no value of its own");
        if (value is null) return null;
        var near = NearestKey.Of(path, OptionTable.Knobs.Select(known => known.At(at)));
        return Fault(path, "unknown key" + (near is null ? "" : $"; did you mean {Full(near)}?"));
    }

    private static string? NotYet(string shape) => OptionTable.NotYet
        .Where(known => Same(known.Key, shape) || shape.StartsWith(known.Key + ':', StringComparison.OrdinalIgnoreCase))
        .Select(known => known.Value).FirstOrDefault();

    private static OptionFault? Fault(string path, string? message) =>
        message is null ? null : new OptionFault(Full(path), message);

    private static bool Same(string left, string right) =>
        string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
