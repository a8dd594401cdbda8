using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActorMail.Adapters.Tests.Postfix;

/// <summary>
/// Answers Postfix's questions about recipients (its SMTPD_POLICY protocol: lines of name=value, an empty one, an action) as
/// greylisting and a mail store's quota do: unknown readers whose name begins with "grey" come too early the first time, and mailboxes
/// whose name begins with "full" have no room.
/// </summary>
internal sealed class PolicyService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, bool> _known = new();
    private readonly Task _accepting;

    public PolicyService()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> sessions = [];
        try
        {
            while (true) sessions.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var reader = new StreamReader(client.GetStream(), Encoding.ASCII))
        {
            try
            {
                var recipient = "";
                while (await reader.ReadLineAsync(_stop.Token) is { } line)
                {
                    if (line.StartsWith("recipient=", StringComparison.Ordinal)) recipient = line["recipient=".Length..];
                    if (line.Length > 0) continue;
                    await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"action={ActionFor(recipient)}\n\n"), _stop.Token);
                }
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                // Postfix or the test has ended.
            }
        }
    }

    private string ActionFor(string recipient) => recipient switch
    {
        ['f', 'u', 'l', 'l', ..] => "552 5.2.2 Mailbox is full",
        ['g', 'r', 'e', 'y', ..] when _known.TryAdd(recipient, true) => "defer_if_permit Greylisted, try again in 600 seconds",
        _ => "dunno",
    };
}
