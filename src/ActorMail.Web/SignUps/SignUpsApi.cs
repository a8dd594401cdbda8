using System.ComponentModel;
using System.Text.Json.Serialization;
using ActorMail.SignUps;
using ActorMail.Web.Access;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMail.Web.SignUps;

/// <summary>The sign-ups nobody has confirmed, and what became of their mails.</summary>
internal static class SignUpsApi
{
    public static void MapSignUps(this IEndpointRouteBuilder api) =>
        api.MapGet("/sign-ups", ListAsync).WithTags("Subscribers").WithName("ListSignUps").RequireAuthorization(Roles.Read)
            .WithSummary("Sign-ups that are not confirmed, in the order they came; 'next' goes into 'after' to read on.");

    private static async Task<Results<Ok<SignUpPageJson>, ValidationProblem>> ListAsync(
        ISignUps signUps, CancellationToken cancel, string? after = null, string? limit = null)
    {
        var faults = new FieldFaults();
        if (!Paging.TryCursor(after, out var from)) faults.Add("after", "must be the 'next' of an earlier answer");
        if (!Paging.TryLimit(limit, out var count)) faults.Add("limit", Paging.LimitFault);
        if (!faults.None) return faults.Problem();
        var page = await signUps.ListAsync(from is { } number ? new SignUpId(number.Value) : null, count, cancel);
        return TypedResults.Ok(new SignUpPageJson(
            [.. page.Select(SignUpJson.Of)], page.Count == count ? Paging.Cursor(new(page[^1].Id.Value)) : null));
    }
}

/// <summary>A page of sign-ups.</summary>
internal sealed record SignUpPageJson(
    IReadOnlyList<SignUpJson> SignUps,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);

/// <summary>One sign-up.</summary>
internal sealed record SignUpJson(
    string Email,
    IReadOnlyList<string> Lists,
    [property: Description("waiting, mailed, refused, uncertain or quiet.")] string State,
    DateTimeOffset WantedAt,
    [property: Description("Confirmation mails so far; three are the most.")] int Mails,
    DateTimeOffset? MailedAt,
    [property: Description("What was last said of the mail.")] string? Reply)
{
    public static SignUpJson Of(SignUp signUp) => new(
        signUp.Email.ToString(), signUp.Lists, signUp.State.ToString().ToLowerInvariant(), signUp.WantedAt, signUp.Mails, signUp.MailedAt,
        signUp.Reply);
}
