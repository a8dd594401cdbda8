using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorMail.Web.Problems;

/// <summary>
/// Gives a body to what the framework refuses without one (404, 405, 415) and turns an unexpected exception into a 500 that
/// tells nothing. It stands around the application but touches only ActorMail's own addresses.
/// </summary>
internal sealed partial class ProblemsEverywhere(ILogger<ProblemsEverywhere> log) : IStartupFilter
{
    private static readonly PathString[] Own = ["/api", "/u", "/inbox", "/openapi"];

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
        catch (BadHttpRequestException fault) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.StatusCode = fault.StatusCode;
        }
        catch (Exception fault) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            LogFault(log, context.Request.Method, fault);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }

        var response = context.Response;
        if (response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null })
            await TypedResults.Problem(statusCode: response.StatusCode).ExecuteAsync(context);
    }

    [LoggerMessage(LogLevel.Error, "A {Method} request failed unexpectedly")]
    private static partial void LogFault(ILogger log, string method, Exception fault);
}
