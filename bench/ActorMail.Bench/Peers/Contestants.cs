using System.Diagnostics;
using System.Globalization;
using ActorMail.Bench.Processes;
using MimeKit;

namespace ActorMail.Bench.Peers;

/// <summary>The others, each as its own manual uses it and with NoDelay where it can be had.</summary>
internal static class Contestants
{
    private const string PhpMailerAt = "/usr/share/php/libphp-phpmailer/autoload.php";
    private const string SmtpSourceAt = "/usr/sbin/smtp-source";

    public static Peer MailKitLoop { get; } = new("plain MailKit loop", null, (task, cancel) => Mine("peer", task, cancel));

    public static Peer Hangfire { get; } = new("Hangfire and MailKit, a job a reader", null, (task, cancel) => Mine("hangfire", task, cancel));

    public static Peer PhpMailer { get; } = new(
        "PHPMailer, a process a connection", File.Exists(PhpMailerAt) && File.Exists("/usr/bin/php") ? null : "apt install php-cli libphp-phpmailer",
        PhpMailerAsync) { MostReaders = 10_000 };

    /// <summary>It makes its letters of the letter X and personalises nothing: the limit of what one process can push.</summary>
    public static Peer SmtpSource { get; } = new(
        "smtp-source -d (personalises nothing)", File.Exists(SmtpSourceAt) ? null : "apt install postfix", SmtpSourceAsync);

    /// <summary>Nodemailer comes from npm, into a folder of the artifacts.</summary>
    public static async Task<Peer> NodemailerAsync(CancellationToken cancel)
    {
        var home = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "actormail-bench-npm")).FullName;
        var there = Directory.Exists(Path.Combine(home, "node_modules", "nodemailer")) || await InstallAsync(home, cancel);
        return new Peer("nodemailer's pool", there ? null : "apt install nodejs npm", (task, token) => NodemailerAsync(home, task, token));
    }

    private static async Task<bool> InstallAsync(string home, CancellationToken cancel)
    {
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--silent", "--prefix", home, "nodemailer"]))!;
            await npm.WaitForExitAsync(cancel);
            return npm.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<PeerRun> NodemailerAsync(string home, PeerTask task, CancellationToken cancel)
    {
        using var parts = await LetterParts.WriteAsync(task.Letter, cancel);
        return await WatchedProcess.RunAsync(cancel, new ProcessStartInfo("node",
            [Script("nodemailer.mjs"), home, Text(task.Port), Text(task.Readers), Text(task.Connections), parts.Plain, parts.Rich]));
    }

    private static async Task<PeerRun> PhpMailerAsync(PeerTask task, CancellationToken cancel)
    {
        using var parts = await LetterParts.WriteAsync(task.Letter, cancel);
        var share = (task.Readers + task.Connections - 1) / task.Connections;
        var processes = Enumerable.Range(0, task.Connections).Select(n => new ProcessStartInfo("php",
            [Script("phpmailer.php"), Text(task.Port), Text(n * share + 1), Text(Math.Min((n + 1) * share, task.Readers)), parts.Plain, parts.Rich]));
        return await WatchedProcess.RunAsync(cancel, [.. processes]);
    }

    private static Task<PeerRun> SmtpSourceAsync(PeerTask task, CancellationToken cancel) => WatchedProcess.RunAsync(cancel, new ProcessStartInfo(
        SmtpSourceAt,
        [
            "-d", "-s", Text(task.Connections), "-m", Text(task.Readers), "-l", Text((int)new FileInfo(task.Letter).Length),
            "-f", "news@example.org", "-t", "reader@example.com", $"127.0.0.1:{task.Port}",
        ]));

    private static Task<PeerRun> Mine(string verb, PeerTask task, CancellationToken cancel) => WatchedProcess.RunAsync(cancel, new ProcessStartInfo(
        "dotnet",
        [typeof(Contestants).Assembly.Location, verb, Text(task.Port), Text(task.Readers), Text(task.Connections), task.Letter]));

    private static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The two parts of a letter as files, gone with this.</summary>
    private sealed record LetterParts(string Plain, string Rich) : IDisposable
    {
        public static async Task<LetterParts> WriteAsync(string letter, CancellationToken cancel)
        {
            var sample = await MimeMessage.LoadAsync(letter, cancel);
            var parts = new LetterParts(Path.GetTempFileName(), Path.GetTempFileName());
            await File.WriteAllTextAsync(parts.Plain, sample.TextBody, cancel);
            await File.WriteAllTextAsync(parts.Rich, sample.HtmlBody, cancel);
            return parts;
        }

        public void Dispose()
        {
            File.Delete(Plain);
            File.Delete(Rich);
        }
    }
}
