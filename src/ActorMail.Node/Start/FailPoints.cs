using System.Diagnostics;
using System.Globalization;
using ActorMail.Delivery;

namespace ActorMail.Node.Start;

/// <summary>
/// For the crash rig only (docs/guarantees.md): with ACTORMAIL_FAILPOINT=point:n in the environment the node kills
/// itself at the nth passing of a point that nobody can reach from outside.
/// </summary>
internal static class FailPoints
{
    private const string Variable = "ACTORMAIL_FAILPOINT";

    public static readonly string[] All =
    [
        "during-lease", "after-lease", "after-intent-commit", "before-outcome-commit", "after-outcome-commit", "lease-renewal",
    ];

    /// <summary>The ledger itself, unless the environment names a point.</summary>
    public static IDeliveryLedger Around(IDeliveryLedger ledger)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } wish) return ledger;
        if (wish.Split(':') is not [var point, var count] || !All.Contains(point)
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var nth) || nth == 0)
            throw new StartRefused(StartRefused.Configuration, $"{Variable}: '{wish}' is not one of {string.Join(", ", All)}, a colon and a count.");
        Console.Error.WriteLine($"WARNING: {Variable}={wish} is set: this node WILL KILL ITSELF. Never set it outside a test.");
        return new FailPointLedger(ledger, point, nth, KillSelf);
    }

    /// <summary>SIGKILL: no handler, no flush, no finally.</summary>
    private static void KillSelf() => Process.GetCurrentProcess().Kill();
}
