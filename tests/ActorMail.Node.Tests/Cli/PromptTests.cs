using System.Diagnostics;
using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Cli;

/// <summary>The command without a verb: a prompt on a terminal, a usage error elsewhere.</summary>
public sealed class PromptTests
{
    /// <summary>A real terminal: script(1) makes one.</summary>
    [ToolFact("script", "bsdutils")]
    public async Task On_a_terminal_verbs_are_typed_completed_recalled_and_ended()
    {
        await using var node = await StubNode.StartAsync();
        node.On("GET /api/relays", 200, """{"relays":[{"name":"main","host":"smtp.example.org","port":25,"state":"open","allowed":2,"open":1,"sending":0,"connections":8}]}""");

        // Tab completes; the second line is the first one recalled; a verb that fails ends nothing.
        var shown = await TypeAsync(node, "rel\t\r", "\e[A\r", "pos nonsense\r", "history\r", "help relays show\r", "exit\r");

        Assert.Equal(2, node.Requests.Count);
        Assert.Equal(2, shown.Split("smtp.example.org:25").Length - 1);
        Assert.Contains("usage: ", shown);
        Assert.Contains("actormail relays --watch", shown);
        Assert.Matches("relays *\r\npos nonsense\r\n", shown);
    }

    [ToolFact("script", "bsdutils")]
    public async Task Ctrl_D_ends_it_and_Ctrl_C_forgets_the_line()
    {
        await using var node = await StubNode.StartAsync();
        await TypeAsync(node, "relays\u0003", "\u0004");
        Assert.Empty(node.Requests);
    }

    [Fact]
    public async Task Without_a_terminal_it_is_a_usage_error_as_ever()
    {
        await using var node = await StubNode.StartAsync();
        var typed = await Typed.RunAsync(node.Url, "posts\n");
        Assert.Equal((2, ""), (typed.Exit, typed.Out));
        Assert.StartsWith("usage: ", typed.Error);
    }

    /// <summary>Types each piece once the prompt stands there again, and gives everything the terminal showed.</summary>
    private static async Task<string> TypeAsync(StubNode node, params string[] pieces)
    {
        var start = new ProcessStartInfo("script", ["-qec", "actormail", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{ProcessTests.Folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["ACTORMAIL_URL"] = node.Url;
        start.Environment["TERM"] = "xterm";
        using var process = Nursery.Start(start);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var shown = "";
        var prompts = 0;
        var buffer = new char[4096];
        foreach (var piece in pieces)
        {
            // One prompt more than before: the last verb has ended and the keyboard is read again.
            while (Prompts(shown) <= prompts) shown += await NextAsync();
            prompts = Prompts(shown);
            await process.StandardInput.WriteAsync(piece);
            await process.StandardInput.FlushAsync(limit.Token);
        }

        for (string more; (more = await NextAsync()).Length > 0;) shown += more;
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(0, process.ExitCode);
        return shown;

        async Task<string> NextAsync()
        {
            var count = await process.StandardOutput.ReadAsync(buffer, limit.Token);
            return new string(buffer, 0, count);
        }
    }

    private static int Prompts(string shown) => shown.Split("actormail> \e[K").Length - 1;
}
