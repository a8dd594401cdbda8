namespace ActorMail.Engine;

/// <summary>The row a statement stands on, read as the schema writes it. Only valid until the next one.</summary>
internal abstract class Row
{
    public abstract bool IsNull(int column);

    public abstract long Long(int column);

    public abstract int Int(int column);

    /// <summary>A condition: a number on SQLite, a boolean on PostgreSQL.</summary>
    public abstract bool Flag(int column);

    public abstract string Text(int column);

    /// <summary>What few columns hold and not every engine keeps: bytes, and on PostgreSQL doubles, uuids and arrays.</summary>
    public abstract T Value<T>(int column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public int? IntOrNull(int column) => IsNull(column) ? null : Int(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public DateTimeOffset Time(int column) => DateTimeOffset.FromUnixTimeMilliseconds(Long(column));

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);
}
