using static ActorMail.Node.Tests.Cli.Samples;

namespace ActorMail.Node.Tests.Cli;

public sealed class WatchTests
{
    private const string Balance = "audience 1,000 = accepted 998 + rejected 2 + skipped 0 + uncertain 0 + cancelled 0\n";

    [Fact]
    public async Task A_post_is_followed_to_its_balance()
    {
        await using var node = Play([Event("sending", 10), ": a comment\n\n", Event("sending", 500), Event("sent", 998, 2), End]);
        Assert.Equal(new Typed(0, Balance, ""), await Typed.RunAsync(node.Url, "", "post", Id, "--watch"));
        Assert.Contains("\r\nAccept: text/event-stream\r\n", Assert.Single(node.Requests));
    }

    [Fact]
    public async Task A_machine_gets_each_view_as_a_line()
    {
        await using var node = Play([Event("sending", 10), Event("sent", 998, 2), End]);
        Assert.Equal(
            new Typed(0, $"{Post("sending", 10)}\n{Post("sent", 998, 2)}\n", ""),
            await Typed.RunAsync(node.Url, "", "post", Id, "--watch", "--json"));
    }

    [Fact]
    public async Task A_cancelled_post_ends_with_1()
    {
        await using var node = Play([Event("cancelled", 998, 2), End]);
        Assert.Equal(new Typed(1, Balance, "the post was cancelled\n"), await Typed.RunAsync(node.Url, "", "post", Id, "--watch"));
    }

    [Fact]
    public async Task Books_that_do_not_balance_end_with_1()
    {
        await using var node = Play([Event("sent", 998, 2).Replace("\"balanced\":true", "\"balanced\":false"), End]);
        var typed = await Typed.RunAsync(node.Url, "", "post", Id, "--watch");
        Assert.Equal((1, Balance), (typed.Exit, typed.Out));
        Assert.StartsWith("failed: the books do not balance", typed.Error);
    }

    [Fact]
    public async Task A_finished_post_needs_no_end_event()
    {
        await using var node = Play([Event("sent", 998, 2)]);
        Assert.Equal(0, (await Typed.RunAsync(node.Url, "", "post", Id, "--watch")).Exit);
    }

    [Fact]
    public async Task Events_of_other_names_are_passed_over()
    {
        await using var node = Play(["event: news\ndata: {}\n\n", "data: {}\n\n", Event("sent", 998, 2), End]);
        Assert.Equal(new Typed(0, Balance, ""), await Typed.RunAsync(node.Url, "", "post", Id, "--watch"));
    }

    [Fact]
    public async Task A_broken_connection_is_opened_again()
    {
        await using var node = Play([Event("sending", 10), Break], [Event("sending", 20), Break], [Event("sent", 998, 2), End]);
        Assert.Equal(new Typed(0, Balance, ""), await Typed.RunAsync(node.Url, "", "post", Id, "--watch"));
        Assert.Equal(3, node.Requests.Count);
    }

    [Fact]
    public async Task A_node_that_drains_ends_the_events_early_and_is_asked_again()
    {
        await using var node = Play([Event("sending", 10), End], [Unavailable], [Event("sent", 998, 2), End]);
        Assert.Equal(new Typed(0, Balance, ""), await Typed.RunAsync(node.Url, "", "post", Id, "--watch"));
        Assert.Equal(3, node.Requests.Count);
    }

    [Fact]
    public async Task Connections_that_always_break_are_given_up_after_eight_more()
    {
        await using var node = Play([Event("sending", 10), Break]);
        Assert.Equal(
            new Typed(3, "", $"unreachable: {node.Url}: the connection broke\n"), await Typed.RunAsync(node.Url, "", "post", Id, "--watch"));
        Assert.Equal(9, node.Requests.Count);
    }

    [Fact]
    public async Task Events_that_always_end_early_are_given_up_too()
    {
        await using var node = Play([Event("sending", 10), End]);
        Assert.Equal(
            new Typed(1, "", "failed: the node ends the events before the post is finished\n"),
            await Typed.RunAsync(node.Url, "", "post", Id, "--watch"));
        Assert.Equal(9, node.Requests.Count);
    }

    [Fact]
    public async Task A_post_that_vanishes_in_between_is_not_waited_for()
    {
        await using var node = Play([Event("sending", 10), Break], [Gone]);
        Assert.Equal(new Typed(1, "", "refused: no such post\n"), await Typed.RunAsync(node.Url, "", "post", Id, "--watch"));
        Assert.Equal(2, node.Requests.Count);
    }

    [Fact]
    public async Task An_unknown_post_is_refused_at_once()
    {
        await using var node = Play([Gone]);
        Assert.Equal(new Typed(1, "", "refused: no such post\n"), await Typed.RunAsync(node.Url, "", "post", Id, "--watch"));
        Assert.Single(node.Requests);
    }

    [Fact]
    public async Task An_event_that_is_no_post_ends_with_1()
    {
        await using var node = Play(["event: progress\ndata: {\"half\":\n\n"]);
        var typed = await Typed.RunAsync(node.Url, "", "post", Id, "--watch");
        Assert.Equal(1, typed.Exit);
        Assert.Contains("is not understood", typed.Error);
    }

    private const string End = "event: end\ndata: {}\n\n";
    private const string Break = "break";
    private const string Unavailable = "503";
    private const string Gone = "404";

    private static string Event(string status, int accepted, int rejected = 0) =>
        $"event: progress\ndata: {Post(status, accepted, rejected)}\n\n";

    /// <summary>One script for each connection, the last one for all that follow.</summary>
    private static RawServer Play(params string[][] connections)
    {
        var count = 0;
        return new RawServer(_ =>
        {
            var steps = connections[Math.Min(count++, connections.Length - 1)];
            return steps[0] is Unavailable or Gone ? Refusal(steps[0]) : Events(steps);
        });
    }

    private static string Refusal(string status)
    {
        var problem = Problem(int.Parse(status), "no such post");
        return $"HTTP/1.1 {status} No\r\nContent-Type: application/problem+json\r\nContent-Length: {problem.Length}\r\n"
            + $"Connection: close\r\n\r\n{problem}";
    }

    private static string Events(string[] steps) =>
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        + string.Concat(steps.Where(step => step != Break).Select(step => $"{step.Length:x}\r\n{step}\r\n"))
        + (steps.Contains(Break) ? "" : "0\r\n\r\n");
}
