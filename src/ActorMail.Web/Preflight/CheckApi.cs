using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.Preflight;
using ActorMail.Web.Access;
using ActorMail.Web.Posts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.Preflight;

/// <summary>Whether letters would be taken. For the admin only: it logs in at the relays.</summary>
internal static class CheckApi
{
    public static void MapCheck(this IEndpointRouteBuilder api) =>
        api.MapPost("/check", RunAsync).WithTags("Relays").WithName("Check").RequireAuthorization(Roles.Admin)
            .WithSummary("Tries each relay of the answering node up to its login, and looks at what is published of the sender's domain. "
                + "Sends nothing.");

    private static async Task<Ok<CheckJson>> RunAsync([FromServices] IPreflight preflight, CancellationToken cancel)
    {
        var findings = await preflight.RunAsync(cancel);
        return TypedResults.Ok(new CheckJson(
            findings.All(finding => finding.Level != FindingLevel.Failed), [.. findings.Select(FindingJson.Of)]));
    }
}

/// <summary>The answer of <c>POST /api/check</c>.</summary>
internal sealed record CheckJson(
    [property: Description("True when nothing failed; there may be warnings.")] bool Ok, IReadOnlyList<FindingJson> Findings);

/// <summary>One thing that was looked at.</summary>
internal sealed record FindingJson(
    [property: JsonConverter(typeof(LowerCase<FindingLevel>))] FindingLevel Level,
    [property: Description("The relay's name or the sender's domain.")] string About,
    [property: Description("connect, greeting, tls, login, offers, reverse, spf, dkim, dmarc, alignment or mx.")] string What,
    [property: Description("What was found and, unless all is well, what to do.")] string Text)
{
    public static FindingJson Of(Finding finding) => new(finding.Level, finding.About, finding.What, finding.Text);
}
