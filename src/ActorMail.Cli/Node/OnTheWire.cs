using System.Net.Sockets;
using System.Security.Authentication;
using ActorMail.Cli.CommandLine;

namespace ActorMail.Cli.Node;

/// <summary>Turns what goes wrong between here and the node into one sentence.</summary>
internal static class OnTheWire
{
    public static async Task<T> RunAsync<T>(string node, TimeSpan patience, Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return await work();
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw CommandEnded.Unreachable($"{node}: {Why(fault)}");
        }
        catch (OperationCanceledException fault) when (!cancel.IsCancellationRequested)
        {
            throw CommandEnded.Unreachable(fault.InnerException is TimeoutException
                ? $"{node}: no connection within 10 s"
                : $"{node}: no answer within {patience.TotalSeconds:0} s");
        }
    }

    private static string Why(Exception fault)
    {
        for (var inner = fault; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return "connection refused; is the node running?";
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return "no such host";
                case SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown }:
                    return "the connection broke";
                case SocketException socket:
                    return socket.Message;
                case AuthenticationException tls:
                    return $"TLS failed: {tls.Message}";
                case HttpIOException { HttpRequestError: HttpRequestError.InvalidResponse }:
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse }:
                    return "the answer is not HTTP";
                case HttpIOException or HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return "the connection broke";
            }
        }

        return fault.Message;
    }
}
