using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ActorMail.Node.Tests.Deploy;

/// <summary>The files under <c>deploy/</c> and <c>samples/cluster</c>, as a reader of them sees them.</summary>
internal static partial class Deployed
{
    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static YamlMappingNode[] Documents(string path)
    {
        var stream = new YamlStream();
        // Merge keys (<<) of compose files are expanded by the parser.
        stream.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(new StringReader(Text(path)))));
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    public static YamlNode At(this YamlNode node, params string[] path) => path.Aggregate(node, (at, name) =>
        at is YamlSequenceNode list ? list[int.Parse(name)] : at[new YamlScalarNode(name)]);

    public static Dictionary<string, string> Pairs(this YamlNode node) => ((YamlMappingNode)node).Children.ToDictionary(
        pair => ((YamlScalarNode)pair.Key).Value!, pair => (pair.Value as YamlScalarNode)?.Value ?? "");

    /// <summary>The variables of the section ActorMail, as paths below it.</summary>
    public static Dictionary<string, string?> Settings(this IEnumerable<KeyValuePair<string, string>> environment) => environment
        .Where(pair => pair.Key.StartsWith("ActorMail__", StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key["ActorMail__".Length..].Replace("__", ":"), pair => (string?)Known(pair.Value));

    /// <summary>Lines of the form NAME=value, as in a shell script, an environment file or a Dockerfile's ENV.</summary>
    public static Dictionary<string, string> Assignments(string path) => Assignment().Matches(Text(path))
        .GroupBy(match => match.Groups[1].Value)
        .ToDictionary(name => name.Key, name => name.First().Groups[2].Value.Trim('"', '\''));

    /// <summary>What a shell or compose would fill in.</summary>
    private static string Known(string value) => Variable().Replace(Default().Replace(value, "$1"), "25").Trim();

    private static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "ActorMail.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("No ActorMail.sln above the tests."));

    [GeneratedRegex("""^\s*(?:ENV |Environment=)?((?:ActorMail__|ASPNETCORE_)\w+)=("[^"\n]*"|'[^'\n]*'|[^\s\\]*)""", RegexOptions.Multiline)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\$\{\w+:-([^}]*)\}")]
    private static partial Regex Default();

    [GeneratedRegex(@"\$\([^)]*\)|""?\$\w+""?")]
    private static partial Regex Variable();
}
