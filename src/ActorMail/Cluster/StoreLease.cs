using ActorMail.Nodes;
using ActorMail.Storage;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Coordination;
using AkkaCluster = Akka.Cluster.Cluster;

namespace ActorMail.Cluster;

/// <summary>
/// The lease of the split-brain resolver, kept in the database: after a partition, who gets it goes on. It belongs to a side rather
/// than to a node: a member that can be reached gives way, for it may hold the lease from an earlier decision still, and another
/// leads by now. A question the store does not answer in time counts as no: nobody goes on by mistake. Made by Akka.NET, by its name
/// in hocon/cluster.hocon.
/// </summary>
internal sealed class StoreLease : Lease
{
    private readonly INamedLeases _leases;
    private readonly TimeProvider _time;
    private readonly Func<IReadOnlyCollection<string>> _side;
    private readonly Lock _gate = new();
    private CancellationTokenSource? _renewing;
    private long _heldSince;

    public StoreLease(LeaseSettings settings, ExtendedActorSystem system) : this(settings, Ports(system), () => Reachable(system)) { }

    /// <param name="side">The owners of leases this one's owner reaches.</param>
    public StoreLease(LeaseSettings settings, StoreLeaseSetup ports, Func<IReadOnlyCollection<string>> side) : base(settings) =>
        (_leases, _time, _side) = (ports.Leases, ports.Time, side);

    public override Task<bool> Acquire() => Acquire(_ => { });

    public override async Task<bool> Acquire(Action<Exception> leaseLostCallback)
    {
        if (!await TakeAsync(_side()).ConfigureAwait(false)) return false;
        CancellationTokenSource renewing = new();
        lock (_gate)
        {
            _renewing?.Cancel();
            _renewing = renewing;
        }

        _ = RenewAsync(leaseLostCallback, renewing);
        return true;
    }

    public override async Task<bool> Release()
    {
        StopRenewing(null);
        await InTimeAsync(async cancel =>
        {
            await _leases.ReleaseAsync(Settings.LeaseName, Settings.OwnerName, cancel).ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        return true;
    }

    /// <summary>True while it certainly is held: the store's own count began later than ours.</summary>
    public override bool CheckLease()
    {
        lock (_gate)
            return _renewing is not null && _time.GetElapsedTime(_heldSince) < Settings.TimeoutSettings.HeartbeatTimeout;
    }

    private async Task RenewAsync(Action<Exception> lost, CancellationTokenSource renewing)
    {
        Exception? why = null;
        try
        {
            using PeriodicTimer timer = new(Settings.TimeoutSettings.HeartbeatInterval, _time);
            while (await timer.WaitForNextTickAsync(renewing.Token).ConfigureAwait(false))
            {
                try
                {
                    why = null;
                    if (!await TakeAsync([]).ConfigureAwait(false)) break;
                }
                catch (LeaseException failed)
                {
                    why = failed;
                    if (!CheckLease()) break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (StopRenewing(renewing)) lost(why ?? new LeaseException($"The lease {Settings.LeaseName} has another owner."));
    }

    private async Task<bool> TakeAsync(IReadOnlyCollection<string> givingWay)
    {
        var began = _time.GetTimestamp();
        var taken = await InTimeAsync(cancel => _leases.TryTakeAsync(
            Settings.LeaseName, Settings.OwnerName, givingWay, Settings.TimeoutSettings.HeartbeatTimeout, cancel)).ConfigureAwait(false);
        if (taken)
            lock (_gate) _heldSince = began;
        return taken;
    }

    /// <summary>The resolver waits for ever on a question that was cancelled, so whatever goes wrong is a failure of the lease.</summary>
    private async Task<bool> InTimeAsync(Func<CancellationToken, Task<bool>> ask)
    {
        using CancellationTokenSource timeout = new(Settings.TimeoutSettings.OperationTimeout, _time);
        try
        {
            return await ask(timeout.Token).WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new LeaseTimeoutException($"The store did not answer about the lease {Settings.LeaseName} in time.");
        }
        catch (StoreUnavailableException unavailable)
        {
            throw new LeaseException($"The lease {Settings.LeaseName} cannot be asked for: {unavailable.Message}", unavailable);
        }
    }

    /// <summary>False when it was stopped before, or another acquisition has taken over.</summary>
    private bool StopRenewing(CancellationTokenSource? mine)
    {
        lock (_gate)
        {
            if (_renewing is null || (mine is not null && mine != _renewing)) return false;
            _renewing.Cancel();
            _renewing = null;
            return true;
        }
    }

    /// <summary>Owners are named as the resolver names them.</summary>
    private static IReadOnlyCollection<string> Reachable(ActorSystem system)
    {
        var state = AkkaCluster.Get(system).State;
        return [.. state.Members.Except(state.Unreachable).Select(member => member.Address.HostPort())];
    }

    private static StoreLeaseSetup Ports(ExtendedActorSystem system)
    {
        var setup = system.Settings.Setup.Get<StoreLeaseSetup>();
        return setup.HasValue
            ? setup.Value
            : throw new InvalidOperationException($"{nameof(StoreLease)} works in systems that WithActorMail has set up.");
    }
}

/// <summary>What a <see cref="StoreLease"/> works with; the actor system hands it on.</summary>
internal sealed class StoreLeaseSetup(INamedLeases leases, TimeProvider time) : Setup
{
    public INamedLeases Leases { get; } = leases;

    public TimeProvider Time { get; } = time;
}
