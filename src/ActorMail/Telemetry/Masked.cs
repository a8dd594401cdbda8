using System.Text.RegularExpressions;

namespace ActorMail.Telemetry;

/// <summary>Takes addresses out of the words of others (a relay's reply, a database's fault) before they are logged.</summary>
internal static partial class Masked
{
    public static string Addresses(string text) => text.Contains('@') ? Address().Replace(text, "(an address)") : text;

    [GeneratedRegex("""[^\s<>"'(),;:=\[\]]+@[^\s<>"'(),;:=\[\]]+""", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
