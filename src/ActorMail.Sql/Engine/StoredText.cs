namespace ActorMail.Engine;

/// <summary>Text as both engines can keep it: PostgreSQL refuses NUL and halves of surrogate pairs.</summary>
internal static class StoredText
{
    public static string Of(string text) =>
        text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !text.Contains('\0')
            ? text
            : string.Concat(text.EnumerateRunes()).Replace('\0', '\uFFFD');

    public static object? Of(object? value) => value switch
    {
        string text => Of(text),
        string?[] texts => Array.ConvertAll(texts, text => text is null ? null : Of(text)),
        _ => value,
    };
}
