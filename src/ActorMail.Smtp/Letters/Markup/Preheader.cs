using AngleSharp.Dom;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>The first words of a letter, shown beside its subject in the list of mails.</summary>
internal static class Preheader
{
    private const int MaxLength = 140;

    /// <summary>Text with hidden placeholders in it, not yet escaped; null when no paragraph can be shown whatever the reader's values.</summary>
    public static string? From(IElement body, LiquidShield shield)
    {
        foreach (var paragraph in body.QuerySelectorAll("p"))
        {
            var text = Flatten(paragraph.TextContent);
            if (text.Length == 0 || TextInline.IsHidden(paragraph)) continue;
            return shield.HoldsTag(text) || paragraph.Descendants<IComment>().Any() ? null : Shorten(text, shield);
        }

        return null;
    }

    private static string Flatten(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Cut between words, so no placeholder is cut either.</summary>
    private static string Shorten(string text, LiquidShield shield)
    {
        var length = 0;
        var words = text.Split(' ').TakeWhile(word => (length += shield.Measurable(word).Length + 1) <= MaxLength).ToList();
        var kept = string.Join(' ', words);
        return kept.Length < text.Length ? kept + " …" : kept;
    }
}
