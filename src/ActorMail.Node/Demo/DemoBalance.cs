using Spectre.Console;

namespace ActorMail.Node.Demo;

/// <summary>Prints a finished post's books (promise P3).</summary>
internal static class DemoBalance
{
    public static void Print(IAnsiConsole console, Progress post, TimeSpan took)
    {
        var totals = post.Totals;
        (string Name, long Count)[] endings =
        [
            ("accepted", totals.Accepted), ("rejected", totals.Rejected), ("skipped", totals.Skipped),
            ("uncertain", totals.Uncertain), ("cancelled", totals.Cancelled),
        ];
        console.WriteLine();
        foreach (var (name, count) in endings) console.WriteLine($"  {name,-10}{count,10:N0}");
        console.WriteLine($"  {"audience",-10}{totals.Audience,10:N0}   "
            + (totals.Balanced ? "the books balance" : $"THE BOOKS DO NOT BALANCE: {totals.Decided:N0} endings"));
        console.WriteLine($"  {post.Status} in {took.TotalSeconds:N1} s");
        console.WriteLine();
    }
}
