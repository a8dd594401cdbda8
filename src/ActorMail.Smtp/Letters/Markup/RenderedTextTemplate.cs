using ActorMail.Smtp.Letters.Placeholders;

namespace ActorMail.Smtp.Letters.Markup;

/// <summary>The text of a body whose blocks can only be followed once it is rendered: right for all HTML, but slow.</summary>
internal sealed class RenderedTextTemplate(LiquidTemplate body, LiquidTemplate footer) : LiquidTemplate
{
    public override string FixedText => body.FixedText;

    public override string Render(LetterValues values)
    {
        try
        {
            return LetterDocument.TextOf(body.Render(values)) + footer.Render(values);
        }
        catch (FormatException cause)
        {
            throw new LetterFailedException(cause.Message, cause);
        }
    }
}
