namespace ActorMail.Engine;

/// <summary>A prepared statement. Values go to its names in the order these first appear in the text.</summary>
internal abstract class Statement : IDisposable
{
    /// <summary>Gives the number of rows it changed.</summary>
    public abstract int Run(ReadOnlySpan<SqlValue> values);

    public abstract List<T> Query<T>(Func<Row, T> map, ReadOnlySpan<SqlValue> values);

    /// <summary>The first row, or the default when there is none.</summary>
    public abstract T? First<T>(Func<Row, T> map, ReadOnlySpan<SqlValue> values);

    public abstract void Dispose();

    /// <summary>A value forgotten or given twice would write nonsense.</summary>
    protected static void Fit(string sql, int names, int values)
    {
        if (names != values) throw new ArgumentException($"{values} values for {names} names in: {sql}");
    }
}

/// <summary>Prepares an engine's statements on one connection, which ends with it.</summary>
internal interface IStatements : IDisposable
{
    Statement Prepare(string sql);
}
