using AngleSharp.Dom;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>The first words of a letter, shown beside its subject in the list of mails.</summary>
internal static class Preheader
{
    private const int MaxLength = 140;

    /// <summary>
    /// The first paragraph with hidden placeholders in it, not yet escaped. Null when a block tag comes before or in it: whether and
    /// with what values it is shown is then not known up here.
    /// </summary>
    public static string? From(IElement body, LiquidShield shield)
    {
        foreach (var node in body.Descendants())
        {
            if (node is IComment comment && shield.HoldsTag(comment.Data)) return null;
            if (node is not IElement { LocalName: "p" } paragraph || TextInline.IsHidden(paragraph)) continue;
            var text = Flatten(paragraph.TextContent);
            if (text.Length == 0) continue;
            var depends = shield.HoldsTag(text) || paragraph.Descendants<IComment>().Any(inner => shield.HoldsTag(inner.Data));
            return depends ? null : Shorten(text, shield);
        }

        return null;
    }

    private static string Flatten(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Cut between words, so no placeholder is cut either.</summary>
    private static string Shorten(string text, LiquidShield shield)
    {
        var length = 0;
        var words = text.Split(' ').TakeWhile(word => (length += shield.Measurable(word).Length + 1) <= MaxLength).ToList();
        var kept = string.Join(' ', words);
        return kept.Length < text.Length ? kept + " …" : kept;
    }
}
