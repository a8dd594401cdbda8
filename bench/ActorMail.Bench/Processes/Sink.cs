using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using ActorMail.Rig.Nodes;

namespace ActorMail.Bench.Processes;

/// <summary>Postfix's smtp-sink: takes every mail and throws it away.</summary>
internal sealed class Sink : IAsyncDisposable
{
    private const string Program = "/usr/sbin/smtp-sink";
    private readonly Process _process;

    private Sink(Process process, int port) => (_process, Port) = (process, port);

    public int Port { get; }

    public static async Task<Sink> StartAsync(CancellationToken cancel)
    {
        if (!File.Exists(Program))
            throw new FileNotFoundException("smtp-sink is missing (Debian: apt install postfix)", Program);
        var port = Ports.Free();
        string[] asRoot = Environment.UserName == "root" ? ["-u", "root"] : [];
        var process = Nursery.Start(new ProcessStartInfo(
            Program, [.. asRoot, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "256"]));
        for (var tries = 0; tries < 200; tries++)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync("127.0.0.1", port, cancel);
                return new Sink(process, port);
            }
            catch (SocketException)
            {
                await Task.Delay(25, cancel);
            }
        }

        process.Kill();
        throw new InvalidOperationException("smtp-sink did not start.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
