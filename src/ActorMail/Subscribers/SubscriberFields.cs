using System.Diagnostics.CodeAnalysis;

namespace ActorMail.Subscribers;

/// <summary>The limits of what a subscriber may hold, the same for the JSON API, the import and IActorMail.</summary>
internal static class SubscriberFields
{
    /// <summary>Columns of every import and export, from which an attribute of the same name could not be told.</summary>
    public static readonly IReadOnlyList<string> Columns = ["email", "name", "list", "state"];

    public const int MaxName = 200;
    public const int MaxAttributes = 100;
    public const int MaxAttributeName = 64;
    public const int MaxAttributeValue = 2000;

    /// <summary>Why <paramref name="name"/> is not taken; null when it is.</summary>
    public static string? NameFault(string name) =>
        name.Length > MaxName ? $"the name is longer than {MaxName} characters"
        : name.Any(char.IsControl) ? "the name holds a control character"
        : null;

    /// <summary>Gives the attribute's name as placeholders write it: trimmed and in lower case.</summary>
    public static bool TryAttributeName(string text, out string name, [NotNullWhen(false)] out string? fault)
    {
        name = text.Trim().ToLowerInvariant();
        fault = name.Length == 0 ? "an attribute has no name"
            : name.Length > MaxAttributeName ? $"an attribute's name is longer than {MaxAttributeName} characters"
            : name.Any(char.IsControl) ? "an attribute's name holds a control character"
            : null;
        return fault is null;
    }

    /// <summary>Why the attribute is not taken; null when it is. An empty value takes one away, whatever its name.</summary>
    public static string? AttributeFault(string name, string value) =>
        value.Length > 0 && Columns.Contains(name) ? $"{name} is a column of imports and exports and cannot name an attribute"
        : value.Length > MaxAttributeValue ? $"{name} is longer than {MaxAttributeValue} characters"
        : value.Contains('\0') ? $"{name} holds a NUL character"
        : null;
}
