using ActorMail.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActorMail.Web.Problems;

/// <summary>The edge where an exception becomes an answer that tells nothing of the inside; the log gets the rest.</summary>
internal sealed partial class Failures(ILogger<Failures> log) : IEndpointFilter
{
    // How a full disk is told: errno of Linux, HRESULT of Windows.
    private const int NoSpace = 28;
    private const int OverQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(2);

    /// <summary>Catches here, before a host's page for developers would show the exception to whoever asks.</summary>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception fault) when (
            !context.HttpContext.Response.HasStarted && !context.HttpContext.RequestAborted.IsCancellationRequested
            // A body that broke off with its connection has nobody left to answer.
            && fault is not (ConnectionResetException or ConnectionAbortedException))
        {
            return ProblemOf(fault);
        }
    }

    public IResult ProblemOf(Exception fault)
    {
        switch (fault)
        {
            case StoreUnavailableException:
                LogStore(log, fault);
                return new UnavailableProblem("The store cannot work now; nothing was changed.", StoreRetry);
            case IOException full when IsFull(full):
                LogFull(log, full);
                return TypedResults.Problem(
                    "The node's disk is full; nothing was changed.", statusCode: StatusCodes.Status507InsufficientStorage);
            case BadHttpRequestException bad:
                return TypedResults.Problem(statusCode: bad.StatusCode);
            default:
                LogFault(log, fault);
                return TypedResults.Problem(statusCode: StatusCodes.Status500InternalServerError);
        }
    }

    private static bool IsFull(IOException fault) => fault.HResult is NoSpace or OverQuota or WindowsDiskFull;

    [LoggerMessage(LogLevel.Error, "A request failed because the disk is full")]
    private static partial void LogFull(ILogger log, Exception fault);

    [LoggerMessage(LogLevel.Warning, "A request failed because the store cannot work now")]
    private static partial void LogStore(ILogger log, Exception fault);

    [LoggerMessage(LogLevel.Error, "A request failed unexpectedly")]
    private static partial void LogFault(ILogger log, Exception fault);
}
