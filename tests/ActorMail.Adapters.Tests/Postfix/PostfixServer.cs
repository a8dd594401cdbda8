using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ActorMail.DevInbox;

namespace ActorMail.Adapters.Tests.Postfix;

/// <summary>
/// A Postfix of our own: its configuration, queue and ports are in a folder of its own, and it has nothing to do with one of the
/// machine. A shell holds on to a pipe from us, so that it ends with this process, however that ends.
/// </summary>
public sealed class PostfixServer : IAsyncLifetime
{
    public const string UserName = "user";
    public const string Password = "right-word";
    private const string Host = "mx.reader.example";

    private const string Watch = """
        postfix -c "$PFOLDER/conf" start >>"$PFOLDER/start.log" 2>&1
        read -r ignored
        postfix -c "$PFOLDER/conf" abort >>"$PFOLDER/start.log" 2>&1
        rm -rf "$PFOLDER"
        """;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"postfix-{Guid.NewGuid():N}");
    private readonly X509Certificate2 _certificate = InboxCertificate.Make(TimeProvider.System.GetUtcNow());
    private PolicyService? _policy;
    private Process? _shell;

    /// <summary>Offers all it can.</summary>
    public int Port { get; private set; }

    /// <summary>Offers neither CHUNKING nor PIPELINING.</summary>
    public int PlainPort { get; private set; }

    /// <summary>STARTTLS, and a login for everything.</summary>
    public int LoginPort { get; private set; }

    /// <summary>Asks the policy service: greylisting and full mailboxes.</summary>
    public int PolicyPort { get; private set; }

    public string Fingerprint => _certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256);

    public async Task InitializeAsync()
    {
        if (PostfixPrograms.Missing is not null) return;
        (Port, PlainPort, LoginPort, PolicyPort) = (FreePort(), FreePort(), FreePort(), FreePort());
        _policy = new PolicyService();
        await WriteAsync();
        var start = new ProcessStartInfo("/bin/sh", ["-c", Watch]) { RedirectStandardInput = true, WorkingDirectory = _folder };
        start.Environment["PFOLDER"] = _folder;
        _shell = Process.Start(start)!;
        foreach (var port in new[] { Port, PlainPort, LoginPort, PolicyPort }) await AnswersAsync(port);
    }

    public async Task DisposeAsync()
    {
        if (_shell is null) return;
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
        await _policy!.DisposeAsync();
        _certificate.Dispose();
    }

    /// <summary>What Postfix has written of itself.</summary>
    public string Log() => File.Exists(Path.Combine(_folder, "maillog")) ? File.ReadAllText(Path.Combine(_folder, "maillog")) : "";

    private async Task WriteAsync()
    {
        var (conf, data) = (Path.Combine(_folder, "conf"), Path.Combine(_folder, "data"));
        foreach (var folder in new[] { Path.Combine(conf, "sasl"), data, Path.Combine(_folder, "queue") }) Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "key.pem"), _certificate.GetRSAPrivateKey()?.ExportPkcs8PrivateKeyPem()
            ?? _certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(Path.Combine(_folder, "cert.pem"), _certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(conf, "main.cf"), Main());
        await File.WriteAllTextAsync(Path.Combine(conf, "master.cf"), Master());
        await File.WriteAllTextAsync(Path.Combine(conf, "sasl", "smtpd.conf"),
            $"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {_folder}/sasldb2\nmech_list: PLAIN LOGIN\n");
        await RunAsync($"printf %s '{Password}' | saslpasswd2 -p -c -f sasldb2 -u {Host} {UserName}"
            + " && chmod -R go+rX . && chmod 600 key.pem && chown postfix data sasldb2");
    }

    private string Main() => $$"""
        compatibility_level = 3.6
        queue_directory = {{_folder}}/queue
        data_directory = {{_folder}}/data
        maillog_file = {{_folder}}/maillog
        maillog_file_prefixes = {{Path.GetTempPath()}}
        command_directory = /usr/sbin
        daemon_directory = /usr/lib/postfix/sbin
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        myhostname = {{Host}}
        mydestination =
        mynetworks =
        alias_maps =
        alias_database =
        default_transport = discard
        relay_transport = discard
        virtual_transport = discard
        virtual_mailbox_domains = reader.example
        virtual_mailbox_maps = inline:{ anna@reader.example=anna bert@reader.example=bert grey@reader.example=grey full@reader.example=full }
        smtpd_peername_lookup = no
        smtpd_relay_restrictions = permit_sasl_authenticated reject_unauth_destination
        smtpd_error_sleep_time = 0
        cyrus_sasl_config_path = {{_folder}}/conf/sasl
        smtpd_sasl_local_domain = {{Host}}
        smtpd_tls_cert_file = {{_folder}}/cert.pem
        smtpd_tls_key_file = {{_folder}}/key.pem
        """;

    private string Master() => $"""
        127.0.0.1:{Port} inet n - n - - smtpd
        127.0.0.1:{PlainPort} inet n - n - - smtpd
          -o smtpd_discard_ehlo_keywords=chunking,pipelining
        127.0.0.1:{LoginPort} inet n - n - - smtpd
          -o smtpd_tls_security_level=encrypt -o smtpd_tls_auth_only=yes -o smtpd_sasl_auth_enable=yes
          -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
        127.0.0.1:{PolicyPort} inet n - n - - smtpd
          -o smtpd_recipient_restrictions=check_policy_service,inet:127.0.0.1:{_policy!.Port}
        postlog   unix-dgram n - n - 1 postlogd
        cleanup   unix n - n - 0 cleanup
        qmgr      unix n - n 300 1 qmgr
        tlsmgr    unix - - n 1000? 1 tlsmgr
        rewrite   unix - - n - - trivial-rewrite
        bounce    unix - - n - 0 bounce
        defer     unix - - n - 0 bounce
        trace     unix - - n - 0 bounce
        proxymap  unix - - n - - proxymap
        discard   unix - - n - - discard
        error     unix - - n - - error
        retry     unix - - n - - error
        anvil     unix - - n - 1 anvil

        """;

    private async Task RunAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            WorkingDirectory = _folder, RedirectStandardError = true,
        })!;
        var said = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        if (shell.ExitCode != 0) throw new InvalidOperationException($"{command}: {said}");
    }

    private static async Task AnswersAsync(int port)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (tries < 300)
            {
                await Task.Delay(100);
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
