namespace ActorMail.Subscribers;

/// <summary>The rules for a list's name: 1 to 64 of a-z, 0-9, '-', '_' and '.', starting with a letter or digit; compared in lower case.</summary>
public static class ListName
{
    /// <summary>The list used where none is named; it always exists.</summary>
    public const string Default = "default";

    public const int MaxLength = 64;

    /// <summary>Gives the normalised name, or the reason why <paramref name="text"/> is none.</summary>
    public static bool TryParse(string? text, out string name, out string reason)
    {
        name = (text ?? "").Trim().ToLowerInvariant();
        reason = name.Length switch
        {
            0 => "a list name is empty",
            > MaxLength => $"a list name is longer than {MaxLength} characters",
            _ when !char.IsAsciiLetterOrDigit(name[0]) => "a list name starts with a letter or a digit",
            _ when name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) =>
                "a list name holds only letters, digits, '-', '_' and '.'",
            _ => "",
        };
        return reason.Length == 0;
    }
}
