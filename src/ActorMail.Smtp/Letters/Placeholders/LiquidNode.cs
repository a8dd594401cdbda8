namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>A piece of a text that may hold Liquid.</summary>
internal abstract record LiquidNode
{
    private LiquidNode() { }

    /// <summary>Whatever stands outside of tags.</summary>
    internal sealed record Text(string Value) : LiquidNode;

    /// <summary>What stands between <c>{% raw %}</c> and <c>{% endraw %}</c>: neither Liquid nor Markdown.</summary>
    internal sealed record Raw(string Value) : LiquidNode;

    /// <summary><c>{{ value | filter }}</c></summary>
    internal sealed record Output(Expression Value, int Line) : LiquidNode;

    /// <summary><c>{% name markup %}</c></summary>
    internal sealed record Tag(string Name, string Markup, int Line) : LiquidNode;
}

/// <param name="Line">From 1.</param>
internal sealed record LiquidFault(string Message, int Line);

/// <summary>A scanned text. It can be composed only when it has no faults.</summary>
internal sealed record LiquidText(IReadOnlyList<LiquidNode> Nodes, IReadOnlyList<LiquidFault> Faults)
{
    public bool HasTags => Nodes.Any(node => node is LiquidNode.Tag);

    /// <summary>True when a value is shown or asked for by this name.</summary>
    public bool Uses(PlaceholderName name, string asWritten) => Nodes.Any(node =>
        (node is LiquidNode.Output output && output.Value.Placeholders.Any(placeholder => placeholder.Name == name))
        || (node is LiquidNode.Tag tag && tag.Markup.Contains(asWritten, StringComparison.Ordinal)));
}
