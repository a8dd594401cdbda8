using ActorMail.Posts;
using Akka;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorMail.Node.Tests.Embedded;

/// <summary>Into an application that has its own actor system, with its own ways of logging, shutting down and naming actors.</summary>
public sealed class It_joins_an_actor_system
{
    [Fact]
    public async Task It_sends_from_there_and_touches_none_of_the_systems_settings()
    {
        var ended = new TaskCompletionSource();
        await using var shop = await Application.StartAsync(
            mail => mail.JoinActorSystem(),
            services => services.AddAkka("shop", (akka, provider) => akka
                .ConfigureLoggers(loggers =>
                {
                    loggers.ClearLoggers();
                    loggers.AddLogger<DefaultLogger>();
                })
                .AddHocon("actormail.keeper.interval = 7s", HoconAddMode.Prepend)
                .WithActors((system, registry) =>
                {
                    // Names a blog may well have for actors of its own.
                    foreach (var name in new[] { "posts", "post-keeper", "mail" }) system.ActorOf(Props.Empty, name);
                    CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseBeforeActorSystemTerminate, "shop", () =>
                    {
                        ended.SetResult();
                        return Task.FromResult(Done.Instance);
                    });
                })
                .WithActorMail(provider)));
        await shop.AddReadersAsync("ann@example.org");
        Assert.Equal(1, (await shop.SentAsync(new NewPost { Subject = "Sale", Markdown = "m" })).Totals.Accepted);

        var system = shop.Services.GetRequiredService<ActorSystem>();
        Assert.Equal("shop", system.Name);
        var config = system.Settings.Config;
        Assert.Equal(TimeSpan.FromSeconds(7), config.GetTimeSpan("actormail.keeper.interval"));
        var untouched = await PlainAsync();
        foreach (var path in new[]
        {
            "akka.log-dead-letters", "akka.log-dead-letters-during-shutdown", "akka.actor.provider", "akka.actor.serializers",
            "akka.actor.serialization-bindings", "akka.loglevel", "akka.coordinated-shutdown.exit-clr", "akka.coordinated-shutdown.terminate-actor-system",
            "akka.coordinated-shutdown.default-phase-timeout", "akka.coordinated-shutdown.phases.before-service-unbind",
        })
            Assert.Equal((path, untouched.GetValue(path)?.ToString()), (path, config.GetValue(path)?.ToString()));
        Assert.Equal([typeof(DefaultLogger).AssemblyQualifiedName], config.GetStringList("akka.loggers"));

        await shop.StopAsync();
        Assert.True(ended.Task.IsCompleted);
    }

    [Fact]
    public async Task A_system_that_was_announced_and_does_not_come_is_told()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Application.StartAsync(
            mail => mail.JoinActorSystem(), services => services.AddAkka("shop", akka => { })));
        Assert.Contains("WithActorMail(provider)", fault.Message);
    }

    [Fact]
    public async Task A_system_beside_its_own_is_refused_before_either_starts()
    {
        var started = false;
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => Application.StartAsync(services: services =>
            services.AddAkka("shop", akka => akka.WithActors((_, _) => started = true))));
        Assert.Contains("JoinActorSystem()", fault.Message);
        Assert.False(started);
    }

    [Fact]
    public void A_second_ActorMail_in_one_container_is_refused()
    {
        var services = new ServiceCollection().AddActorMail(mail => mail.UseDevInbox());
        Assert.Throws<InvalidOperationException>(() => services.AddActorMail(mail => mail.UseDevInbox()));
    }

    /// <summary>The settings of a system without ActorMail.</summary>
    private static async Task<Config> PlainAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAkka("plain", akka => { });
        using var host = builder.Build();
        await host.StartAsync();
        var config = host.Services.GetRequiredService<ActorSystem>().Settings.Config;
        await host.StopAsync();
        return config;
    }
}
