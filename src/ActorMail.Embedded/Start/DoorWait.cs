using ActorMail.Hosting;
using ActorMail.Web.Guest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorMail.Embedded.Start;

/// <summary>
/// Holds the sending back until the application has put its door, or has started without one: a letter written before would have
/// links that lead nowhere. A Startup class maps its endpoints after the actors have started.
/// </summary>
internal static class DoorWait
{
    /// <summary>An application that waits for a mail while it starts must not wait for ever.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public static SendingGate Gate(IServiceProvider provider)
    {
        var door = provider.GetRequiredService<DoorPlace>().IsPut;
        if (door.IsCompleted || provider.GetService<IHostApplicationLifetime>() is not { } life) return new SendingGate(Task.CompletedTask);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        life.ApplicationStarted.Register(started.SetResult);
        return new SendingGate(Task.WhenAny(door, started.Task, Task.Delay(Longest, provider.GetRequiredService<TimeProvider>())));
    }
}
