using ActorMail.Node.Start;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ActorMail.Node.Tests.Scenarios;

/// <summary>SIGTERM during a start: from before the node listens for it until it is ready.</summary>
public sealed class A_node_told_to_stop_while_it_starts_ends_in_order
{
    private const int Starts = 5;
    private const int KilledBySigterm = 128 + 15;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Its_code_is_0_or_the_signals_own_and_it_says_nothing_of_errors()
    {
        using var setup = new NodeSetup();
        TimeSpan takes;
        await using (var whole = await NodeProcess.StartAsync(setup))
        {
            takes = whole.StartedIn;
            Assert.Equal(0, await whole.TerminateAsync(Soon));
        }

        for (var start = 1; start <= Starts; start++)
        {
            await using var node = NodeProcess.Launch(setup);
            await Task.Delay(takes * start / Starts);
            var code = await node.TerminateAsync(Soon);
            Assert.True(code is 0 or KilledBySigterm, $"{code} after {start}/{Starts} of a start:\n{node.Talk}");
            Assert.Empty(node.Errors);
        }
    }

    [Fact]
    public async Task Told_so_just_before_it_opens_its_address_it_says_that_it_did_not_start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Services.AddHostedService<ToldToStop>();
        await using var app = builder.Build();

        Assert.False(await app.StartNodeAsync(cluster: null));
        await app.WaitForShutdownAsync();
    }

    /// <summary>A part of the node that starts before its address is opened, at the moment the signal comes.</summary>
    private sealed class ToldToStop(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
