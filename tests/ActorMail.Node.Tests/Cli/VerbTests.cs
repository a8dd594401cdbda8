using static ActorMail.Node.Tests.Cli.Samples;

namespace ActorMail.Node.Tests.Cli;

/// <summary>Every verb: what it asks, what it prints for a person and for a machine.</summary>
public sealed class VerbTests
{
    private const string Ada =
        """{"email":"ada@example.org","name":"Ada","state":"active","lists":["readers","vip"],"attributes":{"city":"London"},"createdAt":"2026-03-01T09:00:00Z","updatedAt":"2026-03-01T09:00:00Z"}""";

    private const string Two =
        """{"enabled":true,"self":"a:1","whole":false,"members":[{"address":"a:1","status":"up","reachable":true,"leader":true,"oldest":true,"roles":["web","mailer"],"leasesHeld":3,"mailsPerSecond":1234.5},{"address":"a:2","status":"up","reachable":false,"leader":false,"oldest":false,"roles":["mailer"],"leasesHeld":0}]}""";

    [Theory]
    [InlineData("posts --limit 2", "GET /api/posts?limit=2", "{\"posts\":[@post],\"next\":\"abc\"}",
        "ID             STATUS   AUDIENCE  ACCEPTED  SUBJECT\n0fzq8k2m4n6p0  sending  1,000     500       News\n",
        "there are older ones: raise --limit\n")]
    [InlineData("posts", "GET /api/posts", "{\"posts\":[]}", "ID  STATUS  AUDIENCE  ACCEPTED  SUBJECT\n", "")]
    [InlineData("post @id", "GET /api/posts/@id", "@post",
        "id         0fzq8k2m4n6p0\nsubject    News\nlist       readers\nstatus     sending\nrevision   1\n"
        + "created    2026-03-01 09:00:00Z\npublished  2026-03-01 09:00:01Z\nprogress   sending: 500 of 1,000, accepted 500\n", "")]
    [InlineData("pause @id", "POST /api/posts/@id/pause", "@paused",
        "paused: 500 of 1,000, accepted 500\n", "")]
    [InlineData("resume @id", "POST /api/posts/@id/resume", "@post", "sending: 500 of 1,000, accepted 500\n", "")]
    [InlineData("cancel @id", "POST /api/posts/@id/cancel", "@post", "sending: 500 of 1,000, accepted 500\n", "")]
    [InlineData("retry @id", "POST /api/posts/@id/retry {}", "{\"id\":\"@id\",\"status\":\"sending\",\"requeued\":1200}",
        "1,200 due again\n", "")]
    [InlineData("retry @id --outcome rejected --outcome uncertain --outcome rejected",
        "POST /api/posts/@id/retry {\"outcomes\":[\"rejected\",\"uncertain\"]}", "{\"requeued\":0}", "0 due again\n", "")]
    [InlineData("test @id ada@example.org", "POST /api/posts/@id/test {\"email\":\"ada@example.org\"}",
        "{\"accepted\":true,\"outcome\":\"250 2.0.0 queued\"}", "accepted: 250 2.0.0 queued\n", "")]
    [InlineData("trigger @id --until 2026-07-01T09:00Z", "POST /api/posts/@id/trigger {\"expiresAt\":\"2026-07-01T09:00:00+00:00\"}",
        "{\"token\":\"t\",\"url\":\"https://n.example.org/t/t\",\"expiresAt\":\"2026-07-01T09:00:00Z\"}",
        "https://n.example.org/t/t\n", "works once, until 2026-07-01 09:00:00Z\n")]
    [InlineData("trigger @id --image", "POST /api/posts/@id/trigger {}",
        "{\"token\":\"t\",\"url\":\"u\",\"image\":\"https://n.example.org/t/t.gif\",\"expiresAt\":\"2026-07-01T09:00:00Z\"}",
        "https://n.example.org/t/t.gif\n", "works once, until 2026-07-01 09:00:00Z\n")]
    [InlineData("digests", "GET /api/digests",
        "{\"digests\":[{\"name\":\"weekly\",\"list\":\"readers\",\"from\":\"harbour\",\"cron\":\"0 8 * * 1\",\"zone\":\"UTC\",\"nextAt\":\"2026-07-06T08:00:00Z\",\"lastPost\":\"@id\"}]}",
        "NAME    FROM     TO       CRON       ZONE  NEXT                  LAST\nweekly  harbour  readers  0 8 * * 1  UTC   2026-07-06 08:00:00Z  0fzq8k2m4n6p0\n", "")]
    [InlineData("digests set weekly --list readers --cron @daily --subject Week --intro Hi",
        "PUT /api/digests/weekly {\"list\":\"readers\",\"cron\":\"@daily\",\"subject\":\"Week\",\"intro\":\"Hi\"}",
        "{\"name\":\"weekly\",\"list\":\"readers\",\"from\":\"readers\",\"cron\":\"@daily\",\"zone\":\"UTC\",\"nextAt\":\"2026-07-06T00:00:00Z\"}",
        "weekly is due at 2026-07-06 00:00:00Z\n", "")]
    [InlineData("explain @id ada+x@example.org", "GET /api/posts/@id/deliveries/ada%2Bx%40example.org",
        "{\"email\":\"ada+x@example.org\",\"outcome\":\"rejected\",\"summary\":\"Refused by the relay.\",\"steps\":["
        + "{\"at\":\"2026-03-01T09:00:00Z\",\"what\":\"joined\"},"
        + "{\"at\":\"2026-03-01T09:00:01Z\",\"what\":\"answered\",\"code\":550,\"enhanced\":\"5.1.1\",\"reply\":\"who?\",\"relay\":\"main\",\"node\":\"n1\"}]}",
        "ada+x@example.org: rejected\nRefused by the relay.\n2026-03-01 09:00:00Z  joined\n"
        + "2026-03-01 09:00:01Z  answered  550 5.1.1 who?, relay main, node n1\n", "")]
    [InlineData("deliveries @id --outcome rejected", "GET /api/posts/@id/deliveries?outcome=rejected",
        "{\"email\":\"a@example.org\",\"outcome\":\"rejected\",\"attempts\":1,\"code\":550,\"reply\":\"no \\u001b[31m\",\"at\":\"2026-03-01T09:00:00Z\"}\n\n"
        + "{\"email\":\"b@example.org\",\"outcome\":\"skipped\",\"attempts\":0,\"at\":\"2026-03-01T09:00:00Z\"}",
        "a@example.org                     rejected   1   550 no \uFFFD[31m\nb@example.org                     skipped    0\n", "")]
    [InlineData("subscribers show ada@example.org", "GET /api/subscribers/ada%40example.org", Ada,
        "email    ada@example.org\nname     Ada\nstate    active\nlists    readers, vip\ncity     London\n"
        + "created  2026-03-01 09:00:00Z\nupdated  2026-03-01 09:00:00Z\n", "")]
    [InlineData("subscribers show bob@example.org", "GET /api/subscribers/bob%40example.org",
        "{\"email\":\"bob@example.org\",\"state\":\"suppressed\",\"suppression\":{\"reason\":\"unknown\",\"at\":\"2026-03-01T09:00:00Z\",\"post\":\"@id\",\"reply\":\"550 5.1.1 who?\"}}",
        "email    bob@example.org\nstate    suppressed\nbecause  no such address, 2026-03-01 09:00:00Z, post 0fzq8k2m4n6p0: 550 5.1.1 who?\n", "")]
    [InlineData("subscribers pending", "GET /api/sign-ups?limit=1000",
        "{\"signUps\":[{\"email\":\"bob@example.org\",\"lists\":[\"news\",\"weekly\"],\"state\":\"mailed\",\"wantedAt\":\"2026-03-01T09:00:00Z\",\"mails\":2,\"reply\":\"250 taken\"},"
        + "{\"email\":\"eve@example.org\",\"lists\":[\"news\"],\"state\":\"waiting\",\"wantedAt\":\"2026-03-02T09:00:00Z\",\"mails\":0}]}",
        "bob@example.org  news, weekly  2026-03-01 09:00:00Z  mailed, mail 2: 250 taken\neve@example.org  news  2026-03-02 09:00:00Z  waiting\n", "")]
    [InlineData("subscribers suppressed --list readers", "GET /api/subscribers?state=suppressed&list=readers&limit=1000",
        "{\"subscribers\":[{\"email\":\"bob@example.org\",\"state\":\"suppressed\",\"suppression\":{\"reason\":\"full\",\"at\":\"2026-03-01T09:00:00Z\"}},"
        + "{\"email\":\"eve@example.org\",\"state\":\"suppressed\"}]}",
        "bob@example.org  the mailbox is full, 2026-03-01 09:00:00Z\neve@example.org  imported as suppressed\n", "")]
    [InlineData("subscribers add ada@example.org --name Ada --list readers --list vip --attribute city=London --attribute eq=a=b",
        "POST /api/subscribers {\"email\":\"ada@example.org\",\"name\":\"Ada\",\"lists\":[\"readers\",\"vip\"],\"attributes\":{\"city\":\"London\",\"eq\":\"a=b\"}}",
        "{\"email\":\"ada@example.org\",\"state\":\"unsubscribed\"}",
        "email  ada@example.org\nstate  unsubscribed\n", "the reader is unsubscribed and gets no mail\n")]
    [InlineData("cluster", "GET /api/cluster", Two,
        "ADDRESS  STATUS       ROLES       LEASES  MAILS/S  REMARKS\na:1      up           web,mailer  3       1,234.5  answers, leader, oldest\n"
        + "a:2      unreachable  mailer      0       -\n", "the node that answers cannot reach all members\n")]
    [InlineData("cluster show", "GET /api/cluster", "{\"enabled\":false,\"self\":\"n\",\"whole\":true,\"members\":[]}",
        "ADDRESS  STATUS  ROLES  LEASES  MAILS/S  REMARKS\n", "this node is not in a cluster\n")]
    [InlineData("relays", "GET /api/relays",
        "{\"relays\":[{\"name\":\"main\",\"host\":\"smtp.example.org\",\"port\":587,\"fault\":\"refused\",\"open\":2,\"sending\":1,\"connections\":8,"
        + "\"state\":\"waiting\",\"until\":\"2026-03-01T09:00:00Z\",\"allowed\":4}]}",
        "NAME  HOST                  STATE    OPEN  SENDING  ALLOWED  UNTIL                 FAULT\n"
        + "main  smtp.example.org:587  waiting  2     1        4/8      2026-03-01 09:00:00Z  refused\n", "")]
    [InlineData("relays resume main", "POST /api/relays/main/resume", "", "", "one message tries it now\n")]
    [InlineData("mailers", "GET /api/mailers",
        "{\"mailers\":[{\"slot\":1,\"relay\":\"main\",\"state\":\"sending\",\"since\":\"2026-03-01T09:00:00Z\",\"post\":\"@id\"},"
        + "{\"slot\":2,\"relay\":\"main\",\"state\":\"down\",\"since\":\"2026-03-01T09:00:00Z\"}]}",
        "MAILER  RELAY  STATE    SINCE                 POST\n1       main   sending  2026-03-01 09:00:00Z  0fzq8k2m4n6p0\n"
        + "2       main   down     2026-03-01 09:00:00Z\n", "")]
    [InlineData("feeds", "GET /api/feeds",
        "{\"feeds\":[{\"name\":\"blog\",\"url\":\"https://b.example/\",\"list\":\"readers\",\"state\":\"failing\",\"posts\":1200,\"polledAt\":\"2026-03-01T09:00:00Z\",\"nextAt\":\"2026-03-01T09:30:00Z\",\"fault\":\"answered 500\"}]}",
        "NAME  LIST     STATE    POSTS  LOOKED AT             NEXT                  FAULT\n"
        + "blog  readers  failing  1,200  2026-03-01 09:00:00Z  2026-03-01 09:30:00Z  answered 500\n", "")]
    [InlineData("webhooks", "GET /api/webhooks",
        "{\"endpoints\":[{\"url\":\"https://x.example/\",\"events\":[\"post.finished\",\"post.paused\"],\"pending\":1,\"delivered\":2,\"failed\":3,\"disabled\":\"It answered 410.\",\"lastAnswer\":\"410\"}]}",
        "URL                 EVENTS                     PENDING  DELIVERED  FAILED  LAST ANSWER\n"
        + "https://x.example/  post.finished,post.paused  1        2          3       410\n", "https://x.example/ is told nothing any more: It answered 410.\n")]
    [InlineData("webhooks messages --state failed", "GET /api/webhooks/messages?state=failed",
        "{\"messages\":[{\"id\":\"msg_1\",\"event\":\"post.finished\",\"url\":\"https://x.example/\",\"at\":\"2026-03-01T09:00:00Z\",\"state\":\"failed\",\"attempts\":10,\"answer\":\"500\"}]}",
        "AT                    EVENT          URL                 STATE   ATTEMPTS  NEXT  ANSWER\n"
        + "2026-03-01 09:00:00Z  post.finished  https://x.example/  failed  10              500\n", "")]
    [InlineData("webhooks test https://x.example/", "POST /api/webhooks/test {\"url\":\"https://x.example/\"}",
        "{\"results\":[{\"url\":\"https://x.example/\",\"delivered\":true,\"answer\":\"204\"}]}", "taken: 204  https://x.example/\n", "")]
    [InlineData("check", "POST /api/check",
        "{\"ok\":true,\"findings\":[{\"level\":\"ok\",\"about\":\"main\",\"what\":\"tls\",\"text\":\"TLS 1.3\"},{\"level\":\"warning\",\"about\":\"a.example\",\"what\":\"spf\",\"text\":\"do this\"}]}",
        "ok       main       tls  TLS 1.3\nwarning  a.example  spf  do this\n", "")]
    [InlineData("webhooks retry https://x.example/", "POST /api/webhooks/retry {\"url\":\"https://x.example/\"}",
        "{\"url\":\"https://x.example/\",\"due\":1200}", "1,200 due now\n", "")]
    public async Task A_verb_asks_and_prints(string line, string asked, string answer, string output, string error)
    {
        await using var node = await StubNode.StartAsync();
        string Fill(string text) => text.Replace("@post", Post("sending", 500)).Replace("@paused", Post("paused", 500)).Replace("@id", Id);
        var route = Fill(asked).Split(' ');
        node.On($"{route[0]} {Uri.UnescapeDataString(route[1].Split('?')[0])}", 200, Fill(answer));

        var person = await Typed.RunAsync(node, Fill(line).Split(' '));
        var machine = await Typed.RunAsync(node, ["--json", .. Fill(line).Split(' ')]);

        Assert.Equal(new Typed(0, output, error), person);
        var told = answer.Length == 0 ? "" : Fill(answer).Replace("\n\n", "\n") + "\n";
        Assert.Equal((0, told), (machine.Exit, machine.Out));
        Assert.All(node.Requests, request => Assert.Equal(Fill(asked), $"{request.Line} {request.Body}".TrimEnd()));
        Assert.Equal(2, node.Requests.Count);
    }

    [Fact]
    public async Task A_suppressed_reader_is_released()
    {
        await using var node = await StubNode.StartAsync();
        node.On("GET /api/subscribers/bob@example.org", 200, """{"email":"bob@example.org","state":"suppressed"}""")
            .On("PATCH /api/subscribers/bob@example.org", 200, """{"email":"bob@example.org","state":"active"}""");
        var typed = await Typed.RunAsync(node, "subscribers", "release", "bob@example.org");
        Assert.Equal(new Typed(0, "email  bob@example.org\nstate  active\n", ""), typed);
        Assert.Equal("{\"state\":\"active\"}", node.Requests.Last().Body);
    }

    [Fact]
    public async Task Only_a_suppressed_reader_can_be_released()
    {
        await using var node = await StubNode.StartAsync();
        node.On("GET /api/subscribers/bob@example.org", 200, """{"email":"bob@example.org","state":"unsubscribed"}""");
        var typed = await Typed.RunAsync(node, "subscribers", "release", "bob@example.org");
        Assert.Equal(new Typed(1, "", "refused: the reader is unsubscribed, and only a suppressed one can be released\n"), typed);
        Assert.Single(node.Requests);
    }

    [Fact]
    public async Task A_pause_says_how_many_are_still_in_flight()
    {
        await using var node = await StubNode.StartAsync();
        node.On($"POST /api/posts/{Id}/pause", 200, Post("paused", 10).Replace("\"inFlight\":0", "\"inFlight\":8"));
        var typed = await Typed.RunAsync(node, "pause", Id);
        Assert.Equal("8 had started and will end; nothing new starts\n", typed.Error);
    }

    [Fact]
    public async Task A_feed_is_polled_without_an_answer_but_its_status()
    {
        await using var node = await StubNode.StartAsync();
        node.On("POST /api/feeds/poll", 202, "");
        Assert.Equal(new Typed(0, "", "it is looked at within seconds\n"), await Typed.RunAsync(node, "feeds", "poll", "blog"));
        Assert.Equal("{\"name\":\"blog\"}", Assert.Single(node.Requests).Body);
    }

    [Fact]
    public async Task A_webhook_that_was_not_taken_ends_with_1()
    {
        await using var node = await StubNode.StartAsync();
        node.On("POST /api/webhooks/test", 200, """{"results":[{"url":"https://x.example/","delivered":false,"answer":"500"}]}""");
        Assert.Equal(new Typed(1, "not taken: 500  https://x.example/\n", ""), await Typed.RunAsync(node, "webhooks", "test"));
    }

    [Fact]
    public async Task A_check_that_failed_somewhere_ends_with_1()
    {
        await using var node = await StubNode.StartAsync();
        node.On("POST /api/check", 200, """{"ok":false,"findings":[{"level":"failed","about":"main","what":"login","text":"535 no"}]}""");
        Assert.Equal(new Typed(1, "failed  main  login  535 no\n", ""), await Typed.RunAsync(node, "check"));
    }

    [Fact]
    public async Task A_test_mail_that_was_not_accepted_ends_with_1()
    {
        await using var node = await StubNode.StartAsync();
        node.On($"POST /api/posts/{Id}/test", 200, """{"accepted":false,"outcome":"550 5.1.1 who?"}""");
        Assert.Equal(new Typed(1, "not accepted: 550 5.1.1 who?\n", ""), await Typed.RunAsync(node, "test", Id, "a@example.org"));
    }

    [Fact]
    public async Task Csv_of_deliveries_is_passed_on_as_it_is()
    {
        await using var node = await StubNode.StartAsync();
        node.On($"GET /api/posts/{Id}/deliveries", 200, "email,outcome\r\na@example.org,sent\r\n", "text/csv; charset=utf-8");
        Assert.Equal(new Typed(0, "email,outcome\r\na@example.org,sent\r\n", ""), await Typed.RunAsync(node, "deliveries", Id, "--csv"));
    }

    [Theory]
    [InlineData("deliveries")]
    [InlineData("export")]
    public async Task Html_where_csv_was_asked_for_is_not_taken(string verb)
    {
        await using var node = await StubNode.StartAsync();
        node.On($"GET /api/posts/{Id}/deliveries", 200, "<html>", "text/html").On("GET /api/subscribers/export", 200, "<html>", "text/html");
        var typed = await Typed.RunAsync(node, verb == "export" ? ["subscribers", "export"] : ["deliveries", Id, "--csv"]);
        Assert.Equal((1, ""), (typed.Exit, typed.Out));
        Assert.StartsWith($"failed: the answer of {node.Url} is not understood", typed.Error);
    }

    [Theory]
    [InlineData("leave", "asked to leave: it drains, hands over and ends\n")]
    [InlineData("down", "declared dead: the others go on without it\n")]
    public async Task An_order_about_a_node_needs_no_answer_but_its_status(string order, string said)
    {
        await using var node = await StubNode.StartAsync();
        node.On($"POST /api/cluster/{order}", 202, "");
        Assert.Equal(new Typed(0, "", said), await Typed.RunAsync(node, "cluster", order, "akka.tcp://a@b:1"));
        Assert.Equal("{\"address\":\"akka.tcp://a@b:1\"}", Assert.Single(node.Requests).Body);
    }

    [Fact]
    public async Task A_removal_needs_no_answer_but_its_status()
    {
        await using var node = await StubNode.StartAsync();
        node.On("DELETE /api/subscribers/ada@example.org", async context =>
        {
            await node.ReadBodyAsync(context);
            context.Response.StatusCode = 204;
        });
        Assert.Equal(new Typed(0, "", "removed\n"), await Typed.RunAsync(node, "subscribers", "remove", "ada@example.org"));
    }
}
