using System.IO.Pipelines;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ActorMail.Web;

/// <summary>How a host's connections are read.</summary>
public static class ActorMailConnections
{
    /// <summary>
    /// Takes a request that has arrived whole although its caller has hung up: Kestrel by itself refuses a body as broken off when it
    /// hears of the end together with the last bytes.
    /// </summary>
    public static void HearCallersOut(this ListenOptions listen) => listen.Use(next => async connection =>
    {
        var transport = connection.Transport;
        connection.Transport = new HeardOut(new HeardOutReader(transport.Input), transport.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    });

    private sealed record HeardOut(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
