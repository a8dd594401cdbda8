using System.Globalization;

namespace ActorMail.CrashRig.Summaries;

/// <summary>What the command line asks for.</summary>
/// <param name="Mutations">Check that the rig can fail, instead of running it.</param>
/// <param name="Nodes">1 on SQLite, several on PostgreSQL.</param>
/// <param name="Results">The summary's folder; null for bench/results of the source tree.</param>
internal sealed record RigArguments(bool Mutations, int Seed, int Cycles, TimeSpan Within, int Nodes, string? Results)
{
    public const string Usage = """
        ActorMail.CrashRig [--seed S] [--cycles N] [--minutes M] [--results FOLDER]
            kills real nodes N times (default 1000) from seed S (default 1), at most M minutes long (default 120),
            and keeps the account in bench/results
        ActorMail.CrashRig --database postgresql --nodes 3 [the same options]
            kills, freezes and terminates random nodes of a cluster (default 100 times) and starts them again
        ActorMail.CrashRig mutations
            breaks the round in four ways, in copies of the source tree, and requires that the rig notices each
        """;

    /// <summary>Null when the command line makes no sense.</summary>
    public static RigArguments? Parse(string[] args)
    {
        var parsed = new RigArguments(false, 1, 1000, TimeSpan.FromHours(2), 1, null);
        if (args is ["mutations"]) return parsed with { Mutations = true };
        for (var at = 0; at + 1 < args.Length; at += 2)
        {
            var isNumber = int.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            RigArguments? next = args[at] switch
            {
                "--seed" when isNumber => parsed with { Seed = number },
                "--cycles" when isNumber => parsed with { Cycles = number },
                "--minutes" when isNumber => parsed with { Within = TimeSpan.FromMinutes(number) },
                "--database" when args[at + 1] is "sqlite" => parsed with { Nodes = 1 },
                "--database" when args[at + 1] is "postgresql" => parsed with { Nodes = 3, Cycles = 100 },
                "--nodes" when isNumber && number > 1 && parsed.Nodes > 1 => parsed with { Nodes = number },
                "--results" => parsed with { Results = args[at + 1] },
                _ => null,
            };
            if (next is null) return null;
            parsed = next;
        }

        return args.Length % 2 == 0 ? parsed : null;
    }

    /// <summary>What the account's file begins with.</summary>
    public string Name => Nodes > 1 ? "crash-cluster" : "crash";

    public override string ToString() =>
        "dotnet run -c Release --project bench/ActorMail.CrashRig --"
        + (Nodes > 1 ? $" --database postgresql --nodes {Nodes}" : "") + $" --seed {Seed} --cycles {Cycles}"
        + (Within < TimeSpan.FromDays(1) ? $" --minutes {Within.TotalMinutes:0}" : "");
}
