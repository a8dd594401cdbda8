using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ActorMail.Web.Problems;

/// <summary>
/// Gives a body to what the framework refuses without one (404, 405, 415) and catches what fails while an answer is written. It
/// stands around the application but touches only ActorMail's own addresses.
/// </summary>
internal sealed class ProblemsEverywhere(Failures failures) : IStartupFilter
{
    private static readonly PathString[] Own = ["/api", "/u", "/hooks", "/inbox", "/openapi"];

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseWhen(context => IsOwn(context.Request.Path), own => own.Use(AnswerAsync));
        next(app);
    };

    private static bool IsOwn(PathString path) => path == "/" || Own.Any(own => path.StartsWithSegments(own));

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception fault) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear();
            await failures.ProblemOf(fault).ExecuteAsync(context);
        }

        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            await TypedResults.Problem(statusCode: response.StatusCode).ExecuteAsync(context);
    }
}
