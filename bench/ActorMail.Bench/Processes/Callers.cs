using System.Diagnostics;
using System.Globalization;

namespace ActorMail.Bench.Processes;

/// <summary>The real tools of callers, each telling by its own clock how long it waited.</summary>
internal static class Callers
{
    private const string PhpCurl = """
        for ($n = 0; $n < (int)$argv[1]; $n++) {
            $curl = curl_init(getenv('NODE') . 'api/posts');
            curl_setopt_array($curl, [CURLOPT_POSTFIELDS => getenv('BODY'), CURLOPT_RETURNTRANSFER => true,
                CURLOPT_HTTPHEADER => ['Content-Type: application/json'], CURLOPT_FORBID_REUSE => true]);
            if (!str_contains(curl_exec($curl), '"id"')) exit(1);
            echo curl_getinfo($curl, CURLINFO_TOTAL_TIME), "\n";
        }
        """;

    private const string PhpSocket = """
        $node = parse_url(getenv('NODE'));
        for ($n = 0; $n < (int)$argv[1]; $n++) {
            $since = hrtime(true);
            $socket = fsockopen($node['host'], $node['port']);
            fputs($socket, "POST /api/posts HTTP/1.1\r\nHost: {$node['host']}\r\nContent-Type: application/json\r\n"
                . 'Content-Length: ' . strlen(getenv('BODY')) . "\r\nConnection: close\r\n\r\n" . getenv('BODY'));
            fclose($socket);
            echo (hrtime(true) - $since) / 1e9, "\n";
        }
        """;

    private const string Curl = """
        for ((n = 0; n < $1; n++)); do
            curl --silent --fail --output /dev/null --write-out '%{time_total}\n' -H 'Content-Type: application/json' -d "$BODY" "${NODE}api/posts" || exit 1
        done
        """;

    /// <summary>What the author of a script waits for is the start of the process, not its end.</summary>
    private const string Shell = """
        for ((n = 0; n < $1; n++)); do
            since=$EPOCHREALTIME
            actormail publish - --subject 'Short news' --list many --url "$NODE" < post.md > /dev/null 2>&1 &
            now=$EPOCHREALTIME
            echo "$((${now/./} - ${since/./}))e-6"
            wait $! || exit 1
        done
        """;

    /// <summary>Milliseconds of each call by the tools this machine has.</summary>
    public static async Task<IReadOnlyList<(string Name, IReadOnlyList<double> Times)>> TimesAsync(
        Uri node, string body, string folder, int calls, int processes, CancellationToken cancel)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "post.md"), "Hello {{ subscriber.name }}\n", cancel);
        List<(string, IReadOnlyList<double>)> all = [];
        if (File.Exists("/usr/bin/curl")) all.Add(("curl, by its own clock", await RunAsync("bash", ["-c", Curl, "curl", Text(calls)])));
        if (File.Exists("/usr/bin/php"))
        {
            all.Add(("PHP's curl, by its own clock", await RunAsync("php", ["-r", PhpCurl, Text(calls)])));
            all.Add(("PHP's fsockopen, fputs, fclose", await RunAsync("php", ["-r", PhpSocket, Text(calls)])));
        }

        all.Add(("a shell's actormail publish - &, until the shell goes on", await RunAsync("bash", ["-c", Shell, "shell", Text(processes)])));
        return all;

        async Task<IReadOnlyList<double>> RunAsync(string tool, string[] arguments)
        {
            var mine = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
            using var process = Process.Start(new ProcessStartInfo(tool, arguments)
            {
                RedirectStandardOutput = true,
                WorkingDirectory = folder,
                Environment =
                {
                    ["NODE"] = node.ToString(),
                    ["BODY"] = body,
                    ["PATH"] = $"{Path.Combine(mine.Parent!.Parent!.FullName, "ActorMail.Cli", mine.Name)}:{Environment.GetEnvironmentVariable("PATH")}",
                },
            })!;
            var lines = await process.StandardOutput.ReadToEndAsync(cancel);
            await process.WaitForExitAsync(cancel);
            return process.ExitCode == 0
                ? [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => 1000 * double.Parse(line, CultureInfo.InvariantCulture))]
                : throw new InvalidOperationException($"{tool} ended with {process.ExitCode}.");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
