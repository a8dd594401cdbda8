using System.Security.Claims;
using System.Text.Encodings.Web;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ActorMail.Web.Access;

/// <summary>The API keys as ASP.NET Core's authentication, for a host whose whole site is the door.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> schemes, ILoggerFactory logs, UrlEncoder encoder, KeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(schemes, logs, encoder)
{
    public new const string Scheme = "ActorMail";

    private string? _refusal;

    /// <summary>Where everybody may come nobody is judged, so that the log tells of no refusal that was none.</summary>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null ? Authenticate() : AuthenticateResult.NoResult());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (_refusal is { } refusal) return new ForbiddenProblem(refusal).ExecuteAsync(Context);
        KeyRing.AskForKey(Response);
        return new UnauthorizedProblem().ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        new ForbiddenProblem(Roles.TooWeak).ExecuteAsync(Context);

    private AuthenticateResult Authenticate()
    {
        switch (keys.Ask(Request))
        {
            case KeyAnswer.Known(var role):
                var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], Scheme);
                return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
            case KeyAnswer.Refused(var why):
                _refusal = why;
                return AuthenticateResult.Fail(why);
            case KeyAnswer.WrongKey:
                return AuthenticateResult.Fail("unknown key");
            default:
                return AuthenticateResult.NoResult();
        }
    }
}
