using System.Text;
using ActorMail.Cli.Terminal;
using Microsoft.AspNetCore.Http;
using static ActorMail.Node.Tests.Cli.Samples;
using Actormail = ActorMail.Cli.Program;

namespace ActorMail.Node.Tests.Cli;

/// <summary>Tables that are shown again and again, and logs that go on.</summary>
public sealed class LiveTests
{
    private const string Line =
        """{"no":7,"at":"2026-03-01T09:00:00Z","level":"warning","category":"ActorMail.Delivery","eventId":1102,"event":"RelayDown","message":"Relay main cannot be used","values":{"Relay":"main"}}""";

    [Theory]
    [InlineData("posts", "/api/posts", """{"posts":[]}""", "ID  STATUS")]
    [InlineData("relays", "/api/relays", """{"relays":[]}""", "NAME  HOST")]
    [InlineData("mailers", "/api/mailers", """{"mailers":[]}""", "MAILER  RELAY")]
    [InlineData("cluster show", "/api/cluster", """{"enabled":true,"self":"a:1","whole":true,"members":[]}""", "ADDRESS  STATUS")]
    public async Task A_table_is_shown_again_until_the_node_refuses(string verb, string path, string answer, string head)
    {
        await using var node = await StubNode.StartAsync();
        Script(node, path, 3, answer, gone: null);

        var typed = await Typed.RunAsync(node, [.. verb.Split(' '), "--watch"]);

        Assert.Equal(1, typed.Exit);
        Assert.StartsWith("refused: ", typed.Error);
        Assert.Equal(3, typed.Out.Split(head).Length - 1);
        Assert.Contains("\n\n", typed.Out);
        Assert.DoesNotContain("\e", typed.Out);
    }

    [Fact]
    public async Task On_a_terminal_the_table_stays_in_its_place()
    {
        await using var node = await StubNode.StartAsync();
        Script(node, "/api/relays", 2, """{"relays":[]}""", gone: null);

        using var output = new MemoryStream();
        var shell = new Shell(Stream.Null, output, TextWriter.Null, false, name => name == "ACTORMAIL_URL" ? node.Url : null, Typed.Hurried)
        {
            OutputIsTerminal = true,
        };
        await Actormail.Commands(shell).RunAsync(["relays", "--watch"], CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));

        const string Shown = "\e[H\e[JNAME  HOST  STATE  OPEN  SENDING  ALLOWED  UNTIL  FAULT\n";
        Assert.Equal(Shown + Shown + "\e[H\e[J", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task A_node_that_is_away_for_a_while_is_waited_for()
    {
        await using var node = await StubNode.StartAsync();
        Script(node, "/api/relays", 2, """{"relays":[]}""", gone: 1);

        var typed = await Typed.RunAsync(node, "relays", "--watch");

        Assert.Equal(2, typed.Out.Split("NAME").Length - 1);
        Assert.Matches("^(failed|unreachable): .*\nrefused: ", typed.Error);
    }

    [Fact]
    public async Task Logs_are_shown_for_a_person_and_passed_on_to_a_machine()
    {
        await using var node = await StubNode.StartAsync();
        node.On("GET /api/logs", 200, $$"""{"lines":[{{Line}}],"next":7}""");

        var person = await Typed.RunAsync(node, "logs", "--level", "warning", "--limit", "5");
        var machine = await Typed.RunAsync(node, "--json", "logs");

        Assert.Equal("2026-03-01 09:00:00Z  warning      1102  Relay main cannot be used\n", person.Out);
        Assert.Equal($$"""{"lines":[{{Line}}],"next":7}""" + "\n", machine.Out);
        Assert.Equal("GET /api/logs?level=warning&limit=5", node.Requests.First().Line);
    }

    [Fact]
    public async Task Followed_logs_go_on_after_the_last_line_seen_when_the_link_breaks()
    {
        await using var node = await StubNode.StartAsync();
        var asked = 0;
        node.On("GET /api/logs", 200, $$"""{"lines":[{{Line}}],"next":7}""");
        node.On("GET /api/logs/events", async context =>
        {
            await node.ReadBodyAsync(context);
            if (++asked == 3)
            {
                context.Response.StatusCode = 403;
                return;
            }

            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"event: alive\ndata: {{}}\n\nid: {7 + asked}\nevent: line\ndata: {Line.Replace("\"no\":7", $"\"no\":{7 + asked}")}\n\n");
        });

        var typed = await Typed.RunAsync(node, "logs", "--follow");

        Assert.Equal(1, typed.Exit);
        Assert.Equal(3, typed.Out.Split("Relay main cannot be used").Length - 1);
        Assert.Equal(
            ["GET /api/logs", "GET /api/logs/events?after=7", "GET /api/logs/events?after=8", "GET /api/logs/events?after=9"],
            node.Requests.Select(request => request.Line));
    }

    [Fact]
    public async Task The_nodes_operations_are_listed_and_run_with_arguments_by_name()
    {
        await using var node = await StubNode.StartAsync();
        node.On("GET /api/operations", 200,
            """{"operations":[{"name":"explain","help":"Tells why.","changes":false,"arguments":[{"name":"id","help":"","required":true},{"name":"email","help":"","required":true}]},{"name":"posts","help":"Lists.","changes":false,"arguments":[{"name":"limit","help":"","required":false}]}]}""");
        node.On("POST /api/operations/explain", 200, """{"lines":["ada@example.org: accepted","by relay main"]}""");

        Assert.Equal("explain ID EMAIL  Tells why.\nposts [LIMIT]     Lists.\n", (await Typed.RunAsync(node, "mail")).Out);
        Assert.Equal("ada@example.org: accepted\nby relay main\n", (await Typed.RunAsync(node, "mail", "explain", Id, "ada@example.org")).Out);
        Assert.Equal($"{{\"arguments\":{{\"id\":\"{Id}\",\"email\":\"ada@example.org\"}}}}", node.Requests.Last().Body);
        Assert.Equal(2, (await Typed.RunAsync(node, "mail", "nonsense")).Exit);
        Assert.Equal(
            new Typed(2, "", "usage: actormail mail posts [LIMIT]\n"), await Typed.RunAsync(node, "mail", "posts", "1", "2"));
    }

    /// <summary>Answers so many times, is away for one of them if wished, and then refuses.</summary>
    private static void Script(StubNode node, string path, int times, string answer, int? gone)
    {
        var asked = 0;
        node.On($"GET {path}", async context =>
        {
            await node.ReadBodyAsync(context);
            var turn = asked++;
            if (turn == gone)
            {
                context.Response.StatusCode = 503;
                times++;
                return;
            }

            context.Response.StatusCode = turn < times ? 200 : 403;
            context.Response.ContentType = "application/json";
            if (turn < times) await context.Response.WriteAsync(answer);
        });
    }
}
