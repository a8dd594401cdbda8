using System.Collections.Concurrent;

namespace ActorMail.Adapters.Tests.Wire;

/// <summary>
/// Every phase of a session times every way to fail in it (DELIVERY.md section 9, 5), where commands go one by one, together, and
/// ahead: three times 143 cases. The table tells for each which row of the reply table it is, or ok; "?" when the reader is in doubt;
/// "=" when the next reader is served by the same connection and "+" when by another one. No case costs more than that one, and
/// nobody gets a letter twice.
/// </summary>
public sealed class FaultMatrixTests(FaultMatrixTests.Runs runs) : IClassFixture<FaultMatrixTests.Runs>
{
    private const string Table = """
                   4xx   5xx   421   RST   FIN   stall garb. drib. 64K   codes NUL
        connect    4+    4+    4+    1+    1+    1+    4+    ok=   4+    4+    4+
        greeting   2+    3+    2+    1+    1+    1+    31+   ok=   ok=   31+   ok=
        EHLO       2+    3+    2+    1+    1+    1+    31+   ok=   ok=   31+   ok=
        STARTTLS   4+    4+    2+    1+    1+    1+    31+   ok=   ok=   31+   ok=
        handshake  4+    4+    4+    1+    1+    1+    4+    ok=   4+    4+    4+
        AUTH       6+    5+    6+    1+    1+    1+    31+   ok=   ok=   31+   ok=
        MAIL       8=    9=    20+   29+   29+   29+   31+   ok=   ok=   31+   ok=
        RCPT       16=   15=   20+   29+   29+   29+   31+   ok=   ok=   31+   ok=
        DATA       23=   23=   20+   29+   29+   29+   31+   ok=   ok=   31+   ok=
        body       27=   25=   29+   29+   29+   29+   31?+  ok=   31?+  31?+  31?+
        dot        27=   25=   20+   30?+  30?+  30?+  31?+  ok=   ok=   31?+  ok=
        QUIT       ok+   ok+   ok+   ok+   ok+   ok+   ok+   ok+   ok+   ok+   ok+
        RSET       12+   12+   12+   12+   12+   12+   12+   12=   12=   12+   12=
        """;

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var which in Runs.All) cases.Add(which.Phase, which.Fault, which.HandOver);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fault_costs_what_the_table_says_and_nobody_a_letter(string phase, string fault, string handOver)
    {
        var seen = await runs.OfAsync(new FaultCase(phase, fault, handOver));

        Assert.Equal((Cell(phase, fault), 1), ($"{seen.Told}{(seen.After == 1 ? "=" : "+")}", seen.Before));
        Assert.InRange(seen.After, 1, 2);
        if (!seen.Told.EndsWith('?')) Assert.Equal(seen.Told == "ok" ? 1 : 0, seen.Copies);
        else Assert.InRange(seen.Copies, 0, 1);
    }

    private static string Cell(string phase, string fault) => Table.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Single(line => line[0] == phase)
        [1 + Array.IndexOf(FaultCase.Faults, fault)];

    /// <summary>All cases, run side by side: most of them wait.</summary>
    public sealed class Runs
    {
        private readonly SemaphoreSlim _places = new(24);
        private readonly ConcurrentDictionary<FaultCase, Task<FaultSeen>> _runs = new();

        internal static IEnumerable<FaultCase> All =>
            from handOver in FaultCase.HandOvers
            from phase in FaultCase.Phases
            from fault in FaultCase.Faults
            select new FaultCase(phase, fault, handOver);

        public Runs()
        {
            foreach (var which in All) _runs[which] = RunAsync(which);
        }

        internal Task<FaultSeen> OfAsync(FaultCase which) => _runs[which];

        private async Task<FaultSeen> RunAsync(FaultCase which)
        {
            await _places.WaitAsync();
            try
            {
                return await Task.Run(which.RunAsync);
            }
            finally
            {
                _places.Release();
            }
        }
    }
}
