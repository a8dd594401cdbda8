using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using ActorMail.Options;
using Microsoft.AspNetCore.Http;

namespace ActorMail.Web.Access;

/// <summary>
/// Knows a caller by an API key: <c>Authorization: Bearer KEY</c>, or Basic with the key as password so that a browser can show
/// the pages. Without any key configured the host's manners say who may do everything.
/// </summary>
internal sealed class KeyRing(ActorMailOptions options, DoorManners manners)
{
    private readonly (byte[] Hash, string Role)[] _keys =
    [
        .. options.ApiKeys.Where(key => !string.IsNullOrEmpty(key.Key))
            .Select(key => (Hash(key.Key!), key.Role.ToLowerInvariant())),
    ];

    public KeyAnswer Ask(HttpRequest request)
    {
        var keyless = _keys.Length == 0;
        if (ForeignPage.Fault(request, keyless ? manners.Keyless : null) is { } refusal) return new KeyAnswer.Refused(refusal);
        if (keyless) return new KeyAnswer.Known("admin");
        return GivenKey(request) is not { } key ? new KeyAnswer.NoKey()
            : Role(key) is { } role ? new KeyAnswer.Known(role)
            : new KeyAnswer.WrongKey();
    }

    public static void AskForKey(HttpResponse response) =>
        response.Headers.WWWAuthenticate = new[] { "Bearer", "Basic realm=\"ActorMail\", charset=\"UTF-8\"" };

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

    private static string? GivenKey(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)) return null;
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

/// <summary>What a request's key says.</summary>
internal abstract record KeyAnswer
{
    private KeyAnswer() { }

    /// <param name="Role">read, publish or admin.</param>
    public sealed record Known(string Role) : KeyAnswer;

    public sealed record NoKey : KeyAnswer;

    public sealed record WrongKey : KeyAnswer;

    /// <summary>Whatever its key, this request is not taken.</summary>
    public sealed record Refused(string Why) : KeyAnswer;
}
