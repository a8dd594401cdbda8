using System.Net.Sockets;
using ActorMail.Cluster;
using ActorMail.Options;
using ActorMail.Web;
using Microsoft.AspNetCore.Connections;

namespace ActorMail.Node.Start;

/// <summary>The host around the node: where configuration comes from, how it logs, how it starts and ends.</summary>
internal static class NodeHost
{
    // Longer than the drain may take (hocon/actormail.hocon): the final dot of an open message has ten minutes.
    private static readonly TimeSpan ShutdownWithin = TimeSpan.FromMinutes(12);

    public static WebApplicationBuilder CreateBuilder(NodeArguments arguments)
    {
        try
        {
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
            {
                Args = arguments.Configuration,
                // The shipped appsettings.json is found whatever the working directory is.
                ContentRootPath = AppContext.BaseDirectory,
            });
            builder.WebHost.UseKestrelHttpsConfiguration();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.HearCallersOut()));
            builder.Logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });
            // The demo's own lines are what it shows.
            if (arguments.Demo)
                builder.Logging.AddFilter("ActorMail", LogLevel.Warning).AddFilter("Akka", LogLevel.Warning);
            builder.Services.Configure<HostOptions>(host =>
            {
                host.ShutdownTimeout = ShutdownWithin;
                // Nothing new may start while the door still waits for a slow client.
                host.ServicesStopConcurrently = true;
            });
            return builder;
        }
        catch (InvalidDataException broken)
        {
            // The file's path is in the outer message, line and reason are in the inner one.
            throw new StartRefused(
                StartRefused.Configuration, $"{broken.Message} {broken.InnerException?.Message}".TrimEnd());
        }
    }

    /// <summary>Starts everything, or refuses when an address cannot be opened. False when it was told to stop meanwhile.</summary>
    public static async Task<bool> StartNodeAsync(this WebApplication app, ClusterSettings? cluster)
    {
        try
        {
            await app.StartAsync();
            return true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            await app.StopAsync();
            var why = fault.InnerException is AddressInUseException or null ? "" : $" {fault.InnerException.Message}.";
            throw new StartRefused(StartRefused.Surroundings, $"{fault.Message.TrimEnd('.')}.{why} "
                + $"Choose another address with ASPNETCORE_URLS or --urls (default {ListeningAddress.Default}).");
        }
        catch (InvalidOperationException fault) when (fault.Source == "Microsoft.AspNetCore.Server.Kestrel.Core")
        {
            // An https address without a certificate, above all.
            await app.StopAsync();
            throw new StartRefused(StartRefused.Configuration, fault.Message.ReplaceLineEndings(" "));
        }
        catch (AggregateException fault) when (cluster is not null && InnermostOf(fault) is SocketException)
        {
            throw ClusterGround.PortRefused(cluster, (SocketException)InnermostOf(fault));
        }
    }

    private static Exception InnermostOf(Exception fault) => fault.InnerException is { } inner ? InnermostOf(inner) : fault;
}
