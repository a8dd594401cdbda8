using System.Text.RegularExpressions;

namespace ActorMail.Tests.Cli;

/// <summary>Splits a line of a shell into the words <c>actormail</c> gets: after the last pipe, before a redirection.</summary>
internal static partial class ShellWords
{
    public static string[] Of(string line)
    {
        var call = line[line.IndexOf("actormail ", StringComparison.Ordinal)..];
        return [.. Word().Matches(call).Select(match => match.Value)
            .TakeWhile(word => word is not (">" or "|" or "<" or "2>" or "||" or "&&"))
            .Select(word => word.Replace("'", ""))
            .Skip(1)];
    }

    [GeneratedRegex(@"(?:[^\s']|'[^']*')+")]
    private static partial Regex Word();
}
