using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using ActorMail.Options;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActorMail.Web.Access;

/// <summary>
/// Knows a caller by an API key: <c>Authorization: Bearer KEY</c>, or Basic with the key as password so that a browser can show
/// the pages. Without any key configured everybody on this machine may do everything, but no foreign web page may.
/// </summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory logs, UrlEncoder encoder, ActorMailOptions options)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, logs, encoder)
{
    public new const string Scheme = "ActorMail";

    private readonly (byte[] Hash, string Role)[] _keys =
    [
        .. options.ApiKeys.Where(key => !string.IsNullOrEmpty(key.Key))
            .Select(key => (Hash(key.Key!), key.Role.ToLowerInvariant())),
    ];

    private string? _refusal;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_refusal is { } refusal) return new ForbiddenProblem(refusal).ExecuteAsync(Context);
        Response.Headers.WWWAuthenticate = new[] { "Bearer", "Basic realm=\"ActorMail\", charset=\"UTF-8\"" };
        return new UnauthorizedProblem().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        new ForbiddenProblem("The role of this API key does not allow it.").ExecuteAsync(Context);

    private AuthenticateResult Authenticate()
    {
        _refusal = ForeignPage.Fault(Request, keyless: _keys.Length == 0);
        if (_refusal is not null) return AuthenticateResult.Fail(_refusal);
        if (_keys.Length == 0) return Success("admin");
        return GivenKey() is not { } key ? AuthenticateResult.NoResult()
            : Role(key) is { } role ? Success(role)
            : AuthenticateResult.Fail("unknown key");
    }

    private static AuthenticateResult Success(string role)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], Scheme);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }

    /// <summary>Compares with every key, so that the time tells nothing.</summary>
    private string? Role(string key)
    {
        var given = Hash(key);
        string? role = null;
        foreach (var known in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(known.Hash, given)) role = known.Role;
        }

        return role;
    }

    private string? GivenKey()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header)) return null;
        if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return header.Parameter;
        return header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? Password(header.Parameter ?? "") : null;
    }

    private static string? Password(string parameter)
    {
        Span<byte> login = stackalloc byte[512];
        return Convert.TryFromBase64String(parameter, login, out var length)
            && login[..length].IndexOf((byte)':') is >= 0 and var colon
            ? Encoding.UTF8.GetString(login[(colon + 1)..length])
            : null;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
