using System.Diagnostics;
using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>A server that is not ours: Postfix's test sink.</summary>
public sealed class Postfix_takes_the_mails
{
    [SmtpSinkFact]
    public async Task Smtp_sink_gets_one_mail_for_each_reader()
    {
        var port = Ports.Free();
        using var setup = NodeSetup.ToRelay(port);
        var mails = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(setup.DataDirectory)!, "mails"));
        // One file for each message: smtp-sink ends the name with a number of its own.
        string[] asRoot = Environment.UserName == "root" ? ["-u", "root"] : [];
        using var sink = Process.Start(SmtpSinkFactAttribute.Path,
            [.. asRoot, "-d", Path.Combine(mails.FullName, "mail."), $"127.0.0.1:{port}", "100"]);
        try
        {
            await using var node = await NodeProcess.StartAsync(setup);
            await node.Api.ImportReadersAsync(300);
            var post = await node.Api.FinishedAsync(await node.Api.PublishAsync(), Scenario.Soon);
            Assert.Equal(new TotalsSeen(300, 300, 0, 0, 0, 0, 0, 0), post.Totals);

            var readers = mails.GetFiles()
                .Select(file => File.ReadLines(file.FullName).First(line => line.StartsWith("X-Rcpt-Args:")));
            Assert.Equal(300, readers.Distinct().Count());
            Assert.Equal(300, mails.GetFiles().Length);
        }
        finally
        {
            sink.Kill();
            await sink.WaitForExitAsync();
        }
    }
}
