using System.Globalization;

namespace ActorMail.Options;

/// <summary>One key of the section.</summary>
/// <param name="Path">Relative to the section; <c>#</c> stands for a position in a list.</param>
/// <param name="Set">
/// Takes the value over, or says what is wrong with it. The number is the position in the list.
/// </param>
internal sealed record Knob(string Path, Func<ActorMailOptions, int, string, string?> Set)
{
    public string At(int position) => Path.Replace("#", position.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Every key ActorMail knows, and the announced ones it does not have yet.</summary>
internal static class OptionTable
{
    public static readonly IReadOnlyList<Knob> Knobs =
    [
        Text("DataDirectory", (options, _, value) => options.DataDirectory = value),
        Text("Database:Provider", (options, _, value) => options.Database.Provider = value),
        Text("Database:ConnectionString", (options, _, value) => options.Database.ConnectionString = value),
        Text("From", (options, _, value) => options.From = value),
        Text("PublicUrl", (options, _, value) => options.PublicUrl = value),
        Text("Relays:#:Name", (options, at, value) => options.Relays[at].Name = value),
        Text("Relays:#:Host", (options, at, value) => options.Relays[at].Host = value),
        Whole("Relays:#:Port", (options, at, value) => options.Relays[at].Port = value),
        Text("Relays:#:Security", (options, at, value) => options.Relays[at].Security = value),
        Text("Relays:#:UserName", (options, at, value) => options.Relays[at].UserName = value),
        Text("Relays:#:Password", (options, at, value) => options.Relays[at].Password = value),
        Whole("Relays:#:MaxConnections", (options, at, value) => options.Relays[at].MaxConnections = value),
        Number("Relays:#:MessagesPerSecond", (options, at, value) => options.Relays[at].MessagesPerSecond = value),
        Whole("Delivery:SliceSize", (options, _, value) => options.Delivery.SliceSize = value),
        Text("Delivery:OnUncertain", (options, _, value) => options.Delivery.OnUncertain = value),
        Time("Delivery:GiveUpAfter", (options, _, value) => options.Delivery.GiveUpAfter = value),
        Text("ApiKeys:#:Key", (options, at, value) => options.ApiKeys[at].Key = value),
        Text("ApiKeys:#:Role", (options, at, value) => options.ApiKeys[at].Role = value),
        new("Cluster:Enabled", (_, _, value) => bool.TryParse(value, out var enabled)
            ? enabled ? "the cluster is not in this version; leave it out" : null
            : $"'{value}' is neither true nor false"),
    ];

    /// <summary>The first name of each list of sections.</summary>
    public static readonly IReadOnlyList<string> Lists = ["Relays", "ApiKeys"];

    /// <summary>
    /// Keys of the contract that a later version brings: refused by name, never silently without effect.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> NotYet =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Relays:#:MessagesPerDay"] = "a limit per day is not in this version; leave it out",
            ["Relays:#:Weight"] = "weighing relays is not in this version; leave it out",
            ["Cluster:Hostname"] = "the cluster is not in this version; leave it out",
            ["Cluster:Port"] = "the cluster is not in this version; leave it out",
            ["Cluster:SeedNodes"] = "the cluster is not in this version; leave it out",
            ["Cluster:Roles"] = "the cluster is not in this version; leave it out",
        };

    private static Knob Text(string path, Action<ActorMailOptions, int, string> set) =>
        new(path, (options, at, value) =>
    {
        set(options, at, value);
        return null;
    });

    private static Knob Whole(string path, Action<ActorMailOptions, int, int> set) => new(path, (options, at, value) =>
    {
        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return $"'{value}' is no whole number";
        set(options, at, number);
        return null;
    });

    private static Knob Number(string path, Action<ActorMailOptions, int, double> set) =>
        new(path, (options, at, value) =>
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return $"'{value}' is no number; write it like 12.5";
        set(options, at, number);
        return null;
    });

    private static Knob Time(string path, Action<ActorMailOptions, int, TimeSpan> set) =>
        new(path, (options, at, value) =>
    {
        if (!Duration.TryParse(value, out var duration))
            return $"'{value}' is no duration; write it like 48:00:00, 90m, 48h or 5d";
        set(options, at, duration);
        return null;
    });
}
