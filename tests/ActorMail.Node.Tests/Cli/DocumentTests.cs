using System.CommandLine;
using System.Text.RegularExpressions;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Terminal;
using Actormail = ActorMail.Cli.Program;

namespace ActorMail.Node.Tests.Cli;

/// <summary>docs/cli.md tells what the command does, no more and no less.</summary>
public sealed partial class DocumentTests
{
    private readonly string _document = File.ReadAllText(Path.Combine(Root(), "docs", "cli.md"));
    private readonly ActorMailCommand _root = Actormail.Commands(
        new Shell(Stream.Null, Stream.Null, TextWriter.Null, errorIsTerminal: false, _ => null, TimeProvider.System));

    [Fact]
    public void Every_verb_has_a_section_and_every_section_a_verb() => Assert.Equal(
        Verbs(_root).Select(Verb.PathOf).Order(),
        Section().Matches(_document).Select(match => match.Groups["verb"].Value).Order());

    [Fact]
    public void Every_option_stands_in_its_verbs_section()
    {
        foreach (var verb in Verbs(_root))
        {
            var section = Section().Matches(_document).Single(match => match.Groups["verb"].Value == Verb.PathOf(verb)).Groups["text"].Value;
            Assert.All(verb.Options.Where(option => !option.Recursive), option => Assert.Contains($"`{option.Name}", section));
            Assert.Contains($"\n{Verb.PathOf(verb)}", section);
        }
    }

    [Fact]
    public void Every_line_of_the_document_can_be_typed()
    {
        var lines = Line().Matches(_document).Select(match => match.Value).ToList();
        Assert.True(lines.Count >= Verbs(_root).Count());
        Assert.All(lines, line => Assert.Empty(_root.Read(Words(line)).Errors.Select(error => $"{line}: {error.Message}")));
    }

    /// <summary>docs/captures/make writes both; what stands here was shown by a real cluster.</summary>
    [Fact]
    public void Every_capture_stands_in_the_document_as_it_was_taken()
    {
        var embedded = Capture().Matches(_document).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value);
        var taken = Directory.GetFiles(Path.Combine(Root(), "docs", "captures"), "*.txt")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        Assert.Equal(taken.OrderBy(capture => capture.Key), embedded.OrderBy(capture => capture.Key));
        Assert.Superset(new HashSet<string> { "cluster", "posts", "post", "mailers", "relays", "explain", "logs" }, taken.Keys.ToHashSet());
    }

    private static IEnumerable<Verb> Verbs(Command command) =>
        command.Subcommands.SelectMany(Verbs).Concat(command is Verb verb ? [verb] : []);

    private static string[] Words(string line) =>
    [
        .. Word().Matches(line[line.IndexOf("actormail ", StringComparison.Ordinal)..]).Select(match => match.Value)
            .TakeWhile(word => word is not (">" or "|" or "<" or "&&" or "||") && !word.StartsWith('#'))
            .Select(word => word.TrimEnd(')').Replace("'", "").Replace("\"$id", Samples.Id).Replace("\"", ""))
            .Skip(1),
    ];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ActorMail.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"^## `(?<verb>actormail [^`]+)`\n(?<text>(?:(?!^## ).*\n?)*)", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"<!-- capture: (?<name>\w+) -->\n```\n(?<text>(?:.*\n)*?)```\n<!-- /capture -->")]
    private static partial Regex Capture();

    [GeneratedRegex(@"^(?:[^#`|\n]*[|(] ?)?actormail .+$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"(?:[^\s']|'[^']*')+")]
    private static partial Regex Word();
}
