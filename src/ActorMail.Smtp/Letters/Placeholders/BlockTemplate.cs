using System.Globalization;
using System.Text;
using DotLiquid;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>
/// A text with blocks, rendered by DotLiquid under limits. The source given to it is written anew from what was scanned: every
/// value goes through a filter of ours, which bounds what a capture can pile up, and no name of the author's reaches the filters
/// that are registered for the whole process.
/// </summary>
internal sealed class BlockTemplate : LiquidTemplate
{
    private readonly Template _template;
    private readonly List<string> _captured = [];
    private readonly BlockContexts _contexts;
    private readonly TextKind _kind;

    public BlockTemplate(IReadOnlyList<LiquidNode> nodes, TextKind kind)
    {
        _kind = kind;
        FixedText = string.Concat(nodes.OfType<LiquidNode.Text>().Select(node => node.Value));
        _template = Template.Parse(Write(nodes, kind), SyntaxCompatibility.DotLiquid22a);
        _template.MakeThreadSafe();
        _contexts = new BlockContexts(_captured);
    }

    public override string FixedText { get; }

    public override string Render(LetterValues values)
    {
        // A machine that sleeps in the middle of a rendering must not cost a reader the letter, so the clock gets a second try.
        try
        {
            return RenderOnce(values);
        }
        catch (TimeoutException)
        {
            try
            {
                return RenderOnce(values);
            }
            catch (TimeoutException cause)
            {
                throw new LetterFailedException(
                    $"Rendering took longer than {LetterLimits.MaxRenderTime.TotalMilliseconds} ms.", cause);
            }
        }
    }

    private string RenderOnce(LetterValues values)
    {
        var context = _contexts.Rent(values);
        using var output = new BoundedWriter(LetterLimits.MaxRenderedLength);
        try
        {
            _template.Render(output, RenderParameters.FromContext(context.Liquid, CultureInfo.InvariantCulture));
        }
        catch (Exception fault) when (fault is not (TimeoutException or LetterFailedException))
        {
            // DotLiquid lets any exception of the conversions it makes through; here is its edge.
            throw new LetterFailedException($"A placeholder cannot be rendered: {fault.Message}", fault);
        }

        _contexts.Return(context);
        var text = CleanText.Body(output.ToString());
        return _kind == TextKind.Derived ? Gaps.Narrowed(text).TrimStart('\n') : text;
    }

    private string Write(IReadOnlyList<LiquidNode> nodes, TextKind kind)
    {
        var source = new StringBuilder();
        var captures = 0;
        foreach (var node in nodes)
        {
            switch (node)
            {
                case LiquidNode.Text text:
                    WriteLiteral(source, text.Value, captures > 0);
                    break;
                case LiquidNode.Raw raw:
                    WriteLiteral(source, raw.Value, captures > 0);
                    break;
                case LiquidNode.Output output:
                    var shown = kind == TextKind.Html ? Escaping.Add(output.Value) : output.Value;
                    source.Append("{{ ").Append(shown.ToLiquid(FilterTable.Prefix + FilterTable.Raw)).Append(" }}");
                    break;
                case LiquidNode.Tag tag:
                    captures += tag.Name switch { "capture" => 1, "endcapture" => -1, _ => 0 };
                    source.Append("{% ").Append(tag.Name).Append(' ').Append(tag.Markup).Append(" %}");
                    break;
            }
        }

        return source.ToString();
    }

    /// <summary>Text inside a capture is fetched by a filter, so that it counts against the limit each time it is captured.</summary>
    private void WriteLiteral(StringBuilder source, string text, bool captured)
    {
        if (captured)
        {
            source.Append(CultureInfo.InvariantCulture, $"{{{{ {_captured.Count} | {BlockContexts.CapturedText} }}}}");
            _captured.Add(text);
        }
        else if (text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal) || text.EndsWith('{'))
        {
            source.Append("{% raw %}").Append(text).Append("{% endraw %}");
        }
        else
        {
            source.Append(text);
        }
    }
}
