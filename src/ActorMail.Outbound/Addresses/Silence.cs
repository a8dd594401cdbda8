using System.Net.Sockets;

namespace ActorMail.Outbound.Addresses;

/// <summary>Why there was no answer, in a few words without the address.</summary>
internal static class Silence
{
    /// <summary>Null for a surprise.</summary>
    public static string? Why(Exception fault, CancellationToken cancel) => fault switch
    {
        DestinationRefusedException refused => refused.Message,
        HttpRequestException { InnerException: DestinationRefusedException refused } => refused.Message,
        OperationCanceledException when !cancel.IsCancellationRequested => "no answer in time",
        HttpRequestException { InnerException: SocketException socket } => $"no connection: {Word(socket)}",
        HttpRequestException http => $"no answer: {http.HttpRequestError}",
        SocketException socket => $"no connection: {Word(socket)}",
        IOException => "the connection broke",
        _ => null,
    };

    /// <summary>Retry-After, as seconds or as a date.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage answer, DateTimeOffset now) => answer.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    private static string Word(SocketException fault) => fault.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "refused",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name has no address",
        SocketError.TimedOut => "no answer in time",
        var code => code.ToString(),
    };
}
