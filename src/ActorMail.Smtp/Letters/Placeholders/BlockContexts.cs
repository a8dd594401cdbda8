using System.Collections.Concurrent;
using System.Collections;
using System.Globalization;
using DotLiquid;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>Contexts of one template, used again because DotLiquid looks up every filter by reflection for each new one.</summary>
internal sealed class BlockContexts(List<string> captured)
{
    public const string CapturedText = FilterTable.Prefix + "captured";
    private readonly ConcurrentBag<BlockContext> _free = [];

    public BlockContext Rent(LetterValues values)
    {
        if (!_free.TryTake(out var context)) context = new BlockContext(captured);
        context.Begin(values);
        return context;
    }

    public void Return(BlockContext context) => _free.Add(context);
}

/// <summary>One rendering at a time.</summary>
internal sealed class BlockContext
{
    private readonly List<string> _captured;
    private LetterValues? _values;
    private long _produced;

    public BlockContext(List<string> captured)
    {
        _captured = captured;
#pragma warning disable CS0618 // The other constructor takes a token that cannot be renewed for the next rendering.
        Liquid = new Context(
            [new Hash()], new Hash(), new Hash(), ErrorsOutputMode.Rethrow,
            LetterLimits.MaxIterations, (int)LetterLimits.MaxRenderTime.TotalMilliseconds, CultureInfo.InvariantCulture)
        {
            SyntaxCompatibilityLevel = SyntaxCompatibility.DotLiquid22a,
        };
#pragma warning restore CS0618
        foreach (var filter in FilterTable.All) AddFilter(filter);
        Liquid.AddFilter<object?, object?>(
            BlockContexts.CapturedText, at => Count(_captured[Convert.ToInt32(at, CultureInfo.InvariantCulture)]));
    }

    public Context Liquid { get; }

    public void Begin(LetterValues values)
    {
        _values = values;
        _produced = 0;
        Liquid.Errors.Clear();
        Liquid.Registers.Clear();
        Liquid.Scopes.RemoveRange(0, Liquid.Scopes.Count - 1);
        Liquid.Scopes[0].Clear();
        Liquid.Environments[0] = Environment(values);
    }

    private void AddFilter(Filter filter)
    {
        var name = FilterTable.Prefix + filter.Name;
        for (var count = filter.MinArguments; count <= filter.MaxArguments; count++)
        {
            Delegate body = count switch
            {
                0 => (object? input) => Run(filter, input),
                1 => (object? input, object? first) => Run(filter, input, first),
                _ => (object? input, object? first, object? second) => Run(filter, input, first, second),
            };
            Liquid.Strainer.AddMethodInfo(name, body.Target, body.Method);
        }
    }

    private object? Run(Filter filter, object? input, params object?[] arguments) =>
        Count(filter.Run(input, arguments, _values!.Date));

    private object? Count(object? value)
    {
        _produced += (value as string)?.Length ?? 0;
        return _produced > LetterLimits.MaxRenderedLength ? throw Filter.TooLong() : value;
    }

    private static Hash Environment(LetterValues values)
    {
        var attributes = new AttributeHash();
        foreach (var (key, value) in values.Attributes) attributes.TryAdd(key, value);
        return new Hash
        {
            ["subscriber"] = new Hash
            {
                ["name"] = values.Find(new Placeholder(PlaceholderName.SubscriberName)),
                ["email"] = values.Find(new Placeholder(PlaceholderName.SubscriberEmail)),
                ["attributes"] = attributes,
            },
            ["post"] = new Hash { ["subject"] = values.Subject, ["url"] = values.Find(new Placeholder(PlaceholderName.PostUrl)) },
            ["list"] = new Hash { ["name"] = values.Find(new Placeholder(PlaceholderName.ListName)) },
            ["sender"] = new Hash
            {
                ["name"] = values.Find(new Placeholder(PlaceholderName.SenderName)),
                ["email"] = values.Find(new Placeholder(PlaceholderName.SenderEmail)),
            },
            ["unsubscribe_url"] = values.Find(new Placeholder(PlaceholderName.UnsubscribeUrl)),
        };
    }

    /// <summary>Knows every key, so that DotLiquid's own "size" and "first" do not stand in for a missing attribute.</summary>
    private sealed class AttributeHash : Hash, IDictionary
    {
        bool IDictionary.Contains(object key) => true;

        public void TryAdd(string key, string value)
        {
            if (!ContainsKey(key)) Add(key, value);
        }

        protected override object? GetValue(string key) => ContainsKey(key) ? base.GetValue(key) : null;
    }
}
