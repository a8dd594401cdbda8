using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using static ActorMail.Node.Tests.Cli.Samples;

namespace ActorMail.Node.Tests.Cli;

/// <summary>The built executable, as a script runs it.</summary>
public sealed class ProcessTests
{
    private const string Escape = "\u001b";

    [Fact]
    public async Task Data_goes_to_stdout_and_talk_to_stderr_in_plain_utf_8()
    {
        await using var node = await StubNode.StartAsync();
        node.On("POST /api/posts", 202, $$"""{"id":"{{Id}}","status":"sending"}""")
            .On($"GET /api/posts/{Id}/events", 200, $"event: progress\ndata: {Post("sent", 998, 2)}\n\n", "text/event-stream")
            .On("GET /api/posts", 200, $$"""{"posts":[{{Post("sent").Replace("News", "Grüße 日本")}}]}""");

        var publish = await RunAsync(node.Url, "---\nsubject: Grüße\n---\nHi", "publish", "-");
        var watch = await RunAsync(node.Url, "", "post", Id, "--watch");
        var posts = await RunAsync(node.Url, "", "posts");

        Assert.Equal(new Typed(0, Id + "\n", $"stored, sending; follow it: actormail post {Id} --watch\n"), publish);
        using var sent = JsonDocument.Parse(node.Requests.First().Body);
        Assert.Equal("Grüße", sent.RootElement.GetProperty("subject").GetString());
        Assert.Equal(new Typed(0, "audience 1,000 = accepted 998 + rejected 2 + skipped 0 + uncertain 0 + cancelled 0\n", ""), watch);
        Assert.EndsWith("Grüße 日本\n", posts.Out);
        Assert.DoesNotContain(Escape, publish.ToString() + watch + posts);
    }

    [Fact]
    public async Task The_key_of_the_environment_is_sent()
    {
        await using var node = await StubNode.StartAsync();
        node.On("GET /api/posts", 200, """{"posts":[]}""");

        await RunAsync(node.Url, "", "posts");
        await RunAsync(node.Url, "", "posts", "--key", "from-the-command-line");

        Assert.Equal(
            ["Bearer from-the-environment", "Bearer from-the-command-line"],
            node.Requests.Select(asked => asked.Headers["Authorization"]));
    }

    [Theory]
    [InlineData(0, "--version")]
    [InlineData(0, "publish", "--help")]
    [InlineData(1, "post", Id)]
    [InlineData(2, "post")]
    [InlineData(2, "publish", "/nowhere/at/all.md")]
    [InlineData(3, "posts", "--url", "http://127.0.0.1:1")]
    public async Task Exit_codes_reach_the_shell(int exit, params string[] args)
    {
        await using var node = await StubNode.StartAsync();
        var result = await RunAsync(node.Url, "", args);
        Assert.Equal(exit, result.Exit);
        Assert.Equal(exit == 0, result.Error.Length == 0);
        Assert.Equal(exit != 0, result.Out.Length == 0);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [Theory]
    [InlineData("posts")]
    [InlineData("posts", "--json")]
    [InlineData("--help")]
    [InlineData("completion", "bash")]
    public async Task A_closed_stdout_is_told_in_one_line(params string[] args)
    {
        if (OperatingSystem.IsWindows()) return;
        await using var node = await StubNode.StartAsync();
        node.On("GET /api/posts", 200, $$"""{"posts":[{{Post("sent")}}]}""");
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$@\" >&-", "sh", Path.Combine(Folder, "actormail"), .. args, "--url", node.Url])
        {
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        Assert.Equal((1, "failed: the output cannot be written: stdout is closed\n"), await EndUnreadAsync(process));
    }

    [Fact]
    public async Task Ctrl_c_ends_a_watch_with_130()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var node = await StubNode.StartAsync();
        var watching = new TaskCompletionSource();
        node.On($"GET /api/posts/{Id}/events", async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"event: progress\ndata: {Post("sending", 10)}\n\n");
            await context.Response.Body.FlushAsync();
            watching.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        using var process = Start(node.Url, "post", Id, "--watch", "--json");
        await watching.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var first = await process.StandardOutput.ReadLineAsync();
        Assert.Equal(0, Kill(process.Id, 2));
        var result = await EndAsync(process);

        Assert.Equal(Post("sending", 10), first);
        Assert.Equal(new Typed(130, "", ""), result);
    }

    [Theory]
    [InlineData("posts", "--watch")]
    [InlineData("posts", "--watch", "--json")]
    [InlineData("subscribers", "export")]
    public async Task A_reader_who_goes_away_ends_the_command_with_141(params string[] args)
    {
        if (OperatingSystem.IsWindows()) return;
        await using var node = await StubNode.StartAsync();
        node.On("GET /api/posts", 200, """{"posts":[]}""").On("GET /api/subscribers/export", async context =>
        {
            context.Response.ContentType = "text/csv";
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.WriteAsync("a@example.org\r\n");
        });

        using var process = Start(node.Url, args);
        Assert.NotNull(await process.StandardOutput.ReadLineAsync());
        process.StandardOutput.Close();

        Assert.Equal((141, ""), await EndUnreadAsync(process));
    }

    [Fact]
    public async Task Commands_that_share_a_file_write_one_below_the_other()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var node = await StubNode.StartAsync();
        node.On("GET /api/posts", 200, """{"posts":[]}""");
        var file = Path.GetTempFileName();
        var command = $"'{Path.Combine(Folder, "actormail")}' posts --json --url {node.Url}";
        using var shell = Process.Start("sh", ["-c", $"({command}; {command}) > '{file}'"]);
        await shell.WaitForExitAsync();
        Assert.Equal("{\"posts\":[]}\n{\"posts\":[]}\n", await File.ReadAllTextAsync(file));
        File.Delete(file);
    }

    private static async Task<Typed> RunAsync(string url, string input, params string[] args)
    {
        using var process = Start(url, args);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        return await EndAsync(process);
    }

    /// <summary>Where the built command lies: beside artifacts/bin/ActorMail.Node.Tests/debug/.</summary>
    internal static string Folder
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
            return Path.Combine(here.Parent!.Parent!.FullName, "ActorMail.Cli", here.Name);
        }
    }

    private static Process Start(string url, params string[] args)
    {
        var name = OperatingSystem.IsWindows() ? "actormail.exe" : "actormail";
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var start = new ProcessStartInfo(Path.Combine(Folder, name), args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
            Environment = { ["ACTORMAIL_URL"] = url, ["ACTORMAIL_KEY"] = "from-the-environment", ["LANG"] = "C" },
        };
        return Process.Start(start)!;
    }

    private static async Task<Typed> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var (exit, error) = await EndUnreadAsync(process);
        return new Typed(exit, await output, error);
    }

    /// <summary>For a process whose stdout is read elsewhere, or by nobody.</summary>
    private static async Task<(int Exit, string Error)> EndUnreadAsync(Process process)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var error = process.StandardError.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            return (process.ExitCode, await error);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
