using System.Globalization;

namespace ActorMail.Cli.Node;

/// <summary>Addresses within the node's API; whatever is put into one is escaped.</summary>
internal static class NodePath
{
    /// <summary>Parameters without a value are left out.</summary>
    public static string Of(FormattableString path, params IEnumerable<(string Name, string? Value)> query)
    {
        var parts = path.GetArguments()
            .Select(part => (object)Uri.EscapeDataString(Convert.ToString(part, CultureInfo.InvariantCulture) ?? ""));
        var asked = string.Join('&', query.Where(pair => pair.Value is not null)
            .Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value!)}"));
        var escaped = string.Format(CultureInfo.InvariantCulture, path.Format, [.. parts]);
        return asked.Length == 0 ? escaped : $"{escaped}?{asked}";
    }
}
