using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Triggers;

/// <summary>
/// An author's page does a second of other work and publishes; the mail server takes ten seconds for a mail. PHP's own web server
/// shows the page.
/// </summary>
internal static class OriginalExperiment
{
    private const string Page = """
        <?php
        usleep(1000000);  // the other work
        $curl = curl_init(getenv('ACTORMAIL_URL') . '/api/posts');
        curl_setopt_array($curl, [
            CURLOPT_POSTFIELDS => json_encode(['subject' => 'The experiment', 'markdown' => 'Hello']),
            CURLOPT_HTTPHEADER => ['Content-Type: application/json'],
            CURLOPT_RETURNTRANSFER => true,
        ]);
        echo curl_exec($curl);
        """;

    /// <summary>Its moments, by one clock.</summary>
    /// <param name="MailBegan">The mail server had the whole mail.</param>
    /// <param name="MailTaken">The mail server said so.</param>
    internal sealed record Course(
        DateTimeOffset Asked, DateTimeOffset Answered, string Answer, DateTimeOffset MailBegan, DateTimeOffset MailTaken, string Status);

    public static async Task<Course> RunAsync()
    {
        await using var relay = await Recorder.StartAsync(dotDelay: TimeSpan.FromSeconds(10));
        using var setup = NodeSetup.ToRelay(relay.Port);
        await using var node = await NodeProcess.StartAsync(setup);
        await node.Api.ImportReadersAsync(1);
        File.WriteAllText(Path.Combine(setup.Folder, "index.php"), Page);
        var address = new Uri($"http://127.0.0.1:{Ports.Free()}");
        using var server = CallerProcess.Start(setup.Folder, setup.Url, "", Tools.Php, "-S", address.Authority);
        try
        {
            return await VisitAsync(address, relay, node);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    private static async Task<Course> VisitAsync(Uri address, Recorder relay, NodeProcess node)
    {
        using var author = new HttpClient();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                using var missing = await author.GetAsync(new Uri(address, "not-there.txt"));
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, Scenario.Soon, () => "PHP's web server does not answer");

        var asked = Recorder.Now;
        var answer = await author.GetStringAsync(address);
        var answered = Recorder.Now;
        await relay.ReceivedAsync(1);
        var post = System.Text.Json.JsonDocument.Parse(answer).RootElement.GetProperty("id").GetString()!;
        var sent = await node.Api.FinishedAsync(post, Scenario.Soon);
        return new Course(asked, answered, answer, relay.Taken.Single().At,
            relay.Server.Ledger.Single(line => line.Event == DevInbox.LedgerEvent.Answered).At, sent.Status);
    }
}
