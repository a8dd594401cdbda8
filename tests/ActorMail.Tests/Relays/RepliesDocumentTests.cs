using System.Text;
using ActorMail.Relays;
using ActorMail.Testing.Replies;

namespace ActorMail.Tests.Relays;

/// <summary>The table of docs/replies.md is the one of the code.</summary>
public sealed class RepliesDocumentTests
{
    private const string Begin = "<!-- table: written by the test RepliesDocumentTests -->\n";
    private const string End = "<!-- end of table -->";

    [Fact]
    public void The_document_shows_the_table_of_the_code()
    {
        var path = Path.Combine(Root(), "docs", "replies.md");
        var document = File.ReadAllText(path);
        var begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = document.IndexOf(End, StringComparison.Ordinal);
        var now = Table();
        if (Environment.GetEnvironmentVariable("ACTORMAIL_WRITE_REPLIES") == "1")
            File.WriteAllText(path, document[..begin] + now + document[end..]);
        else Assert.True(now == document[begin..end],
            "The reply table has changed: ACTORMAIL_WRITE_REPLIES=1 dotnet test tests/ActorMail.Tests writes docs/replies.md anew.");
    }

    private static string Table()
    {
        var table = new StringBuilder("| | at | code | enhanced code | the reader | connection | relay, post, provider |\n")
            .Append("|--:|---|---|---|---|---|---|\n");
        foreach (var rule in ReplyTable.Rules)
        {
            var says = rule.Says is null ? "" : $", the text says *{rule.Says}*";
            table.Append($"| {rule.Verdict.Row} | {At(rule.Phases)} | {Codes(rule.Codes)}{says} | {Enhanced(rule.Enhanced)} "
                + $"| {VerdictWords.Recipient(rule.Verdict)} | {VerdictWords.Session(rule.Verdict)} | {VerdictWords.Wider(rule.Verdict)} |\n");
        }

        return table.ToString();
    }

    private static string At(Phases phases) => phases switch
    {
        Phases.AtConnect => "greeting, EHLO",
        Phases.AtStartTls => "STARTTLS",
        Phases.AtLogin => "AUTH",
        Phases.FromMail => "any command of a message",
        Phases.FromRcpt => "RCPT to the dot",
        _ => string.Join(", ", Enum.GetValues<Phases>().Where(one => int.IsPow2((int)one) && phases.HasFlag(one)).Select(Name)),
    };

    private static string Name(Phases one) => one == Phases.AtDot ? "the dot" : one.ToString()["At".Length..].ToUpperInvariant();

    private static string Codes(string codes) => codes.Replace("|", ", ", StringComparison.Ordinal);

    private static string Enhanced(string codes) => codes switch
    {
        "*" => "",
        _ => Codes(codes.Replace("-|", "none|", StringComparison.Ordinal)),
    };

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ActorMail.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
