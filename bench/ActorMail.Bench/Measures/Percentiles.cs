namespace ActorMail.Bench.Measures;

internal static class Percentiles
{
    public static double Median(IReadOnlyCollection<double> values) => At(values, 0.5);

    /// <summary>The smallest value that at least this share of them does not exceed.</summary>
    public static double At(IReadOnlyCollection<double> values, double share) =>
        values.Order().ElementAt(Math.Clamp((int)Math.Ceiling(values.Count * share) - 1, 0, values.Count - 1));
}
