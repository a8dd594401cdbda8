using static ActorMail.Options.OptionTable;

namespace ActorMail.Options;

/// <summary>The keys of feeds, hooks and webhooks.</summary>
internal static class BlogKnobs
{
    public static IReadOnlyList<Knob> All =>
    [
        Text("Feeds:#:Name", (options, at, value) => options.Feeds[at].Name = value),
        Text("Feeds:#:Url", (options, at, value) => options.Feeds[at].Url = value),
        Text("Feeds:#:List", (options, at, value) => options.Feeds[at].List = value),
        Time("Feeds:#:Every", (options, at, value) => options.Feeds[at].Every = value),
        Whole("Feeds:#:Most", (options, at, value) => options.Feeds[at].Most = value),
        Switch("Feeds:#:Draft", (options, at, value) => options.Feeds[at].Draft = value),
        Text("Hooks:#:Name", (options, at, value) => options.Hooks[at].Name = value),
        Text("Hooks:#:Kind", (options, at, value) => options.Hooks[at].Kind = value),
        Text("Hooks:#:Secret", (options, at, value) => options.Hooks[at].Secret = value),
        Text("Hooks:#:List", (options, at, value) => options.Hooks[at].List = value),
        Switch("Hooks:#:Draft", (options, at, value) => options.Hooks[at].Draft = value),
        Text("Webhooks:#:Url", (options, at, value) => options.Webhooks[at].Url = value),
        Text("Webhooks:#:Secret", (options, at, value) => options.Webhooks[at].Secret = value),
        Text("Webhooks:#:Events", (options, at, value) => options.Webhooks[at].Events = value),
        Text("Outbound:Trusted:#", (options, at, value) => options.Outbound.Trusted[at] = value),
    ];

    private static Knob Switch(string path, Action<ActorMailOptions, int, bool> set) => new(path, (options, at, value) =>
    {
        if (!bool.TryParse(value, out var on)) return $"'{value}' is neither true nor false";
        set(options, at, on);
        return null;
    });
}
