using System.Globalization;
using ActorMail.Options;
using Akka.Configuration;

namespace ActorMail.Hosting;

/// <summary>
/// What an operator sets under <c>Hocon:actormail</c>, compared with what there is to set. The actors read it long after the start,
/// when a wrong value is too late to be told.
/// </summary>
internal static class OperatorsHocon
{
    public const string Section = "Hocon";

    private const string Ours = "actormail";

    /// <param name="settings">The keys below the section, parts separated by colons; a key without a value is a part of others.</param>
    public static IEnumerable<OptionFault> Check(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var known = EngineHocon.Load("actormail.hocon").WithFallback(EngineHocon.Load("cluster.hocon"));
        return from setting in settings
            where setting.Key.StartsWith($"{Ours}:", StringComparison.Ordinal) && setting.Value is not null
            let fault = Fault(known, setting.Key.Replace(':', '.'), setting.Value)
            where fault is not null
            orderby setting.Key
            select new OptionFault($"{Section}:{setting.Key}", fault);
    }

    private static string? Fault(Config known, string path, string value)
    {
        if (!known.HasPath(path)) return "unknown key; hocon/actormail.hocon and hocon/cluster.hocon hold all there are";
        var usual = known.GetString(path);
        if (IsNumber(usual)) return IsNumber(value) ? null : $"'{value}' is no number, as {usual} is";
        return !IsDuration(usual) || IsDuration(value) ? null : $"'{value}' is no duration, as {usual} is";
    }

    private static bool IsNumber(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);

    private static bool IsDuration(string text)
    {
        try
        {
            return text.Length > 0 && char.IsAsciiDigit(text[0])
                && ConfigurationFactory.ParseString($"it = \"{text}\"").GetTimeSpan("it", allowInfinite: false) > TimeSpan.Zero;
        }
        catch (Exception wrong) when (wrong is not OutOfMemoryException)
        {
            return false;
        }
    }
}
