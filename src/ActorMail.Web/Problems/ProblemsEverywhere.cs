using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ActorMail.Web.Problems;

/// <summary>
/// Gives a body to what the framework refuses without one (404, 405) and catches what fails while an answer is written, at every
/// address of a host whose whole site it is.
/// </summary>
internal sealed class ProblemsEverywhere(Failures failures) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(AnswerAsync);
        next(app);
    };

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
