namespace ActorMail.Bench.Results;

/// <summary>What one measurement found.</summary>
/// <param name="What">One word; part of the file's name.</param>
/// <param name="Title">What was measured, and how.</param>
internal sealed record Measured(string What, string Title, IReadOnlyList<Figure> Figures)
{
    /// <summary>The contestants, where there were several.</summary>
    public IReadOnlyList<Row> Rows { get; init; } = [];
}

/// <summary>One figure.</summary>
/// <param name="Bound">What is to be reached; null when nothing was asked of it.</param>
internal sealed record Figure(string Name, double Value, string Unit, Bound? Bound = null)
{
    public bool Reached => Bound is null || (Bound.AtLeast ? Value >= Bound.Limit : Value <= Bound.Limit);
}

/// <summary>The goal of a figure.</summary>
internal sealed record Bound(double Limit, bool AtLeast)
{
    public static Bound Under(double limit) => new(limit, false);

    public static Bound Over(double limit) => new(limit, true);
}
