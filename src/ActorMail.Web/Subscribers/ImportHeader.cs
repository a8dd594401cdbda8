using System.Diagnostics.CodeAnalysis;
using ActorMail.Subscribers;
using ActorMail.Web.Csv;

namespace ActorMail.Web.Subscribers;

/// <summary>What the columns of an import mean. Names count in any case; every column but the known four is an attribute.</summary>
internal sealed record ImportHeader(
    int Columns, int Email, int? Name, int? List, int? State, IReadOnlyList<(int Column, string Name)> Attributes)
{
    /// <summary>More than a reader's attributes, because an export has a column for each attribute any of its readers has.</summary>
    private const int MaxColumns = 1000;

    private static readonly (char Sign, string Said)[] WrongSeparators = [(';', "';'"), ('\t', "a tab"), ('|', "'|'")];

    /// <summary>Gives the header, or why the file cannot be read at all.</summary>
    public static bool TryRead(
        CsvRecord? first, [NotNullWhen(true)] out ImportHeader? header, [NotNullWhen(false)] out string? fault)
    {
        header = null;
        var names = (first?.Fields ?? []).Select(field => field.Trim().ToLowerInvariant()).ToArray();
        fault = first is null ? "the file is empty"
            : first.Value.Fault is { } broken ? WrongSeparator(names) ?? $"the header cannot be read: {broken}"
            : Fault(names);
        if (fault is not null) return false;
        header = new ImportHeader(
            names.Length, Array.IndexOf(names, "email"), Find(names, "name"), Find(names, "list"), Find(names, "state"),
            [.. names.Index().Where(column => !SubscriberFields.Columns.Contains(column.Item)).Select(column => (column.Index, column.Item))]);
        return true;
    }

    private static int? Find(string[] names, string name) => Array.IndexOf(names, name) is >= 0 and var at ? at : null;

    private static string? Fault(string[] names)
    {
        if (!names.Contains("email")) return NoEmail(names);
        if (names.Length > MaxColumns) return $"the header has more than {MaxColumns} columns";
        if (names.CountBy(name => name).FirstOrDefault(count => count.Value > 1).Key is { } twice)
            return twice.Length == 0 ? "several columns of the header have no name" : $"the header names the column '{Short(twice)}' twice";
        foreach (var (at, name) in names.Index())
        {
            if (!SubscriberFields.TryAttributeName(name, out _, out var fault)) return $"column {at + 1} of the header: {fault}";
        }

        return null;
    }

    private static string NoEmail(string[] names) => WrongSeparator(names) ??
        (names.Any(name => EmailAddress.TryParse(name, out _, out _))
            ? "the first line holds an address; it must be a header that names the columns (email, name, list, state or others)"
            : "the header has no column named email");

    private static string? WrongSeparator(string[] names)
    {
        foreach (var (sign, said) in WrongSeparators)
        {
            if (names.Any(name => name.Contains(sign))
                && names.SelectMany(name => name.Split(sign)).Any(name => name.Trim(' ', '"') == "email"))
                return $"the header looks separated by {said}; separate the columns by ','";
        }

        return null;
    }

    private static string Short(string name) => name.Length <= SubscriberFields.MaxAttributeName
        ? name : name[..SubscriberFields.MaxAttributeName] + "…";
}
