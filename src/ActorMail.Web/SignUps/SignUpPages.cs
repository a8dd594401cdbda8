using ActorMail.Options;
using ActorMail.Telemetry;
using ActorMail.Web.Problems;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace ActorMail.Web.SignUps;

/// <summary>
/// The form with which readers join by themselves; a site may have its own and post it here. Whoever is asked for, the answer is the same
/// and takes the same way, so that nobody learns who reads what.
/// </summary>
internal static class SignUpPages
{
    private const string Closed = "Nobody joins lists by a form here (ActorMail:SignUp:Lists is empty).";

    public static void MapSignUp(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/subscribe").AllowAnonymous().ExcludeFromDescription();
        pages.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], Show);
        pages.MapPost("/", TakeAsync);
    }

    private static IResult Show(ActorMailOptions options, HttpRequest request)
    {
        var lists = SignUpRules.ListsOf(options.SignUp);
        if (lists.Count == 0) return new NotFoundProblem(Closed);
        return SignUpFormPage.Of(lists, chosen: request.Query["list"]);
    }

    private static async Task<IResult> TakeAsync(
        HttpContext context, ActorMailOptions options, IActorMail mail, CallerNetwork network, SignUpGate gate, MailMeter meter,
        CancellationToken cancel)
    {
        // The form carries no right of its sender's, so any site may have it.
        context.Response.Headers.AccessControlAllowOrigin = "*";
        var offered = SignUpRules.ListsOf(options.SignUp);
        if (offered.Count == 0) return new NotFoundProblem(Closed);
        var caller = network.Of(context);
        var (end, answer) = gate.Refuses(caller.Place, caller.Site) is { } limit
            ? (limit, TooMany(context))
            : await ReadAsync(context.Request, offered, mail, cancel);
        meter.SignUps.Forms.Add(end);
        return answer;
    }

    private static async Task<(FormEnd End, IResult Answer)> ReadAsync(
        HttpRequest request, IReadOnlyList<string> offered, IActorMail mail, CancellationToken cancel)
    {
        if (await SmallForm.ReadAsync(request, cancel) is not { } fields)
            return Fault(request, offered, default, "email", "comes in no form, or in one that is too large or cannot be read");
        var (form, field, why) = SignUpForm.Of(fields, offered);
        if (form is null) return Fault(request, offered, fields["list"], field, why);
        if (!form.IsTrap && await mail.Subscribers.SignUpAsync(form.Email, form.Lists, cancel) is [var fault, ..])
            return Fault(request, offered, fields["list"], fault.Field, fault.Message);
        return (form.IsTrap ? FormEnd.Trap : FormEnd.Taken, AcceptedForm.IsJson(request)
            ? TypedResults.Json(new SignUpTakenJson("pending"), statusCode: StatusCodes.Status202Accepted)
            : SignUpFormPage.Taken());
    }

    private static IResult TooMany(HttpContext context)
    {
        context.Response.Headers.RetryAfter = ((int)SignUpGate.RetryAfter.TotalSeconds).ToString();
        return AcceptedForm.IsJson(context.Request) ? new TooManyProblem("Too many sign-ups; try again later.") : SignUpFormPage.TooMany();
    }

    private static (FormEnd End, IResult Answer) Fault(
        HttpRequest request, IReadOnlyList<string> offered, StringValues chosen, string field, string why) => (
        FormEnd.Faulty,
        AcceptedForm.IsJson(request) ? FieldFaults.One(field, why) : SignUpFormPage.Of(offered, chosen, $"{field}: {why}"));
}

/// <summary>The answer to a form a script sent: the address has to be confirmed, if it has to be.</summary>
/// <param name="Status"><c>pending</c>.</param>
internal sealed record SignUpTakenJson(string Status);

internal sealed class TooManyProblem(string detail) : NamedProblem(429, detail);
