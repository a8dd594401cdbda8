using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace ActorMail.Preflight.Names;

/// <summary>Asks the DNS; what does not exist is an empty answer, what could not be asked a failed one.</summary>
internal sealed class NameServers
{
    private const int Port = 53;
    private readonly LookupClient? _client;
    private readonly string _asked;

    /// <param name="server">Whom to ask; null for those of the machine.</param>
    public NameServers(IPEndPoint? server)
    {
        IPEndPoint[] servers = server is null
            ? [.. NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false)
                .Select(found => new IPEndPoint(IPAddress.Parse(found.Address), found.Port))]
            : [new IPEndPoint(server.Address, server.Port == 0 ? Port : server.Port)];
        _asked = string.Join(", ", servers.Select(one => one.ToString()));
        if (servers.Length == 0) return;
        // Answers are not kept: who has just corrected a record wants to see it.
        _client = new LookupClient(new LookupClientOptions(servers)
        {
            UseCache = false, Timeout = TimeSpan.FromSeconds(3), Retries = 1, UseRandomNameServer = false, ThrowDnsErrors = false,
        });
    }

    /// <summary>The TXT records of a name, the strings of each put together (RFC 7208 3.3).</summary>
    public Task<NameAnswer<string>> TextsAsync(string name, CancellationToken cancel) =>
        AskAsync(name, QueryType.TXT, records => records.TxtRecords().Select(record => string.Concat(record.Text)), cancel);

    /// <summary>The addresses of a name, of the given family or of both.</summary>
    public async Task<NameAnswer<IPAddress>> AddressesAsync(string name, AddressFamily? family, CancellationToken cancel)
    {
        var four = family is null or AddressFamily.InterNetwork
            ? await AskAsync(name, QueryType.A, records => records.ARecords().Select(record => record.Address), cancel)
            : NameAnswer<IPAddress>.Nothing;
        var six = family is null or AddressFamily.InterNetworkV6
            ? await AskAsync(name, QueryType.AAAA, records => records.AaaaRecords().Select(record => record.Address), cancel)
            : NameAnswer<IPAddress>.Nothing;
        return new NameAnswer<IPAddress>([.. four.Found, .. six.Found], four.Failure ?? six.Failure);
    }

    /// <summary>The hosts that take mail for a name, the first choice first. A lone dot says that nobody does (RFC 7505).</summary>
    public Task<NameAnswer<string>> MailHostsAsync(string name, CancellationToken cancel) => AskAsync(
        name, QueryType.MX,
        records => records.MxRecords().OrderBy(record => record.Preference).Select(record => Plain(record.Exchange)), cancel);

    public Task<NameAnswer<string>> NamesOfAsync(IPAddress address, CancellationToken cancel) => AskAsync(
        address.GetArpaName(), QueryType.PTR, records => records.PtrRecords().Select(record => Plain(record.PtrDomainName)), cancel);

    private async Task<NameAnswer<T>> AskAsync<T>(
        string name, QueryType type, Func<IReadOnlyList<DnsResourceRecord>, IEnumerable<T>> read, CancellationToken cancel)
    {
        if (_client is null) return new NameAnswer<T>([], "this machine names no DNS server; set Dns:Server");
        try
        {
            var answer = await _client.QueryAsync(name, type, cancellationToken: cancel);
            return answer.Header.ResponseCode is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain
                ? new NameAnswer<T>([.. read(answer.Answers)], null)
                : new NameAnswer<T>([], $"{_asked} answers {answer.Header.ResponseCode} for {name}");
        }
        catch (DnsResponseException)
        {
            cancel.ThrowIfCancellationRequested();
            return new NameAnswer<T>([], $"{_asked} does not answer for {name}");
        }
        catch (ArgumentException)
        {
            return new NameAnswer<T>([], $"{name} is no name in the DNS");
        }
    }

    private static string Plain(DnsString name) => name.Value.Length > 1 ? name.Value.TrimEnd('.') : name.Value;
}

/// <summary>What the DNS says of a name.</summary>
/// <param name="Failure">Why nobody knows; null when it was answered, be it with nothing.</param>
internal sealed record NameAnswer<T>(IReadOnlyList<T> Found, string? Failure)
{
    public static NameAnswer<T> Nothing { get; } = new([], null);
}
