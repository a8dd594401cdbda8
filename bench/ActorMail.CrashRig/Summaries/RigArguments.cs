using System.Globalization;

namespace ActorMail.CrashRig.Summaries;

/// <summary>What the command line asks for.</summary>
/// <param name="Mutations">Check that the rig can fail, instead of running it.</param>
/// <param name="Results">The summary's folder; null for bench/results of the source tree.</param>
internal sealed record RigArguments(bool Mutations, int Seed, int Cycles, TimeSpan Within, string? Results)
{
    public const string Usage = """
        ActorMail.CrashRig [--seed S] [--cycles N] [--minutes M] [--results FOLDER]
            kills real nodes N times (default 1000) from seed S (default 1), at most M minutes long (default 120),
            and keeps the account in bench/results
        ActorMail.CrashRig mutations
            breaks the round in four ways, in copies of the source tree, and requires that the rig notices each
        """;

    /// <summary>Null when the command line makes no sense.</summary>
    public static RigArguments? Parse(string[] args)
    {
        var parsed = new RigArguments(false, 1, 1000, TimeSpan.FromHours(2), null);
        if (args is ["mutations"]) return parsed with { Mutations = true };
        for (var at = 0; at + 1 < args.Length; at += 2)
        {
            var isNumber = int.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
            RigArguments? next = args[at] switch
            {
                "--seed" when isNumber => parsed with { Seed = number },
                "--cycles" when isNumber => parsed with { Cycles = number },
                "--minutes" when isNumber => parsed with { Within = TimeSpan.FromMinutes(number) },
                "--results" => parsed with { Results = args[at + 1] },
                _ => null,
            };
            if (next is null) return null;
            parsed = next;
        }

        return args.Length % 2 == 0 ? parsed : null;
    }

    public override string ToString() =>
        $"dotnet run -c Release --project bench/ActorMail.CrashRig -- --seed {Seed} --cycles {Cycles}"
        + (Within < TimeSpan.FromDays(1) ? $" --minutes {Within.TotalMinutes:0}" : "");
}
