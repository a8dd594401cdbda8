using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorMail.Embedded.Start;

/// <summary>Sees to it that ActorMail runs in exactly one actor system: a container has room for one.</summary>
internal sealed class SystemCheck(bool joins, IServiceCollection services, IServiceProvider provider) : IHostedLifecycleService
{
    /// <summary>Throws when the application has actor systems besides ours.</summary>
    public static void RefuseOthers(IServiceCollection services, int ours)
    {
        if (services.Count(service => service.ServiceType == typeof(AkkaConfigurationBuilder)) > ours)
            throw new InvalidOperationException(
                "This application has an actor system of its own (AddAkka). Let ActorMail join it: AddActorMail(mail => mail.JoinActorSystem()...) "
                + "and AddAkka(name, (akka, provider) => akka.WithActorMail(provider)).");
    }

    public Task StartingAsync(CancellationToken cancel)
    {
        if (!joins) RefuseOthers(services, ours: 1);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancel) =>
        provider.GetService<IReadOnlyActorRegistry>()?.TryGet<PostRegion>(out _) == true
            ? Task.CompletedTask
            : throw new InvalidOperationException(
                "AddActorMail was told to JoinActorSystem, but no actor system of this application calls WithActorMail(provider).");

    public Task StoppingAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancel) => Task.CompletedTask;
}
