namespace ActorMail.Engine;

/// <summary>A value for a statement. Numbers are kept as they are: a round binds some thirty a letter, and would box each.</summary>
internal readonly struct SqlValue
{
    private readonly object? _object;
    private readonly long _number;

    private SqlValue(SqlKind kind, object? value, long number) => (Kind, _object, _number) = (kind, value, number);

    public static SqlValue Null => default;

    public SqlKind Kind { get; }

    /// <summary>Of <see cref="SqlKind.Int"/>, <see cref="SqlKind.Long"/> and <see cref="SqlKind.Flag"/>.</summary>
    public long Number => _number;

    /// <summary>As ADO.NET takes it.</summary>
    public object? Boxed => Kind switch
    {
        SqlKind.Int => (int)_number,
        SqlKind.Long => _number,
        SqlKind.Flag => _number != 0,
        _ => _object,
    };

    public static implicit operator SqlValue(int value) => new(SqlKind.Int, null, value);

    public static implicit operator SqlValue(long value) => new(SqlKind.Long, null, value);

    public static implicit operator SqlValue(bool value) => new(SqlKind.Flag, null, value ? 1 : 0);

    public static implicit operator SqlValue(int? value) => value is { } there ? there : Null;

    public static implicit operator SqlValue(long? value) => value is { } there ? there : Null;

    public static implicit operator SqlValue(string? value) => new(SqlKind.Other, value, 0);

    public static implicit operator SqlValue(double value) => new(SqlKind.Other, value, 0);

    public static implicit operator SqlValue(Guid value) => new(SqlKind.Other, value, 0);

    /// <summary>Bytes, or a column of values.</summary>
    public static implicit operator SqlValue(Array? value) => new(SqlKind.Other, value, 0);
}

/// <summary>How a <see cref="SqlValue"/> is kept.</summary>
internal enum SqlKind
{
    /// <summary>Null, text, bytes or a column.</summary>
    Other,
    Int,
    Long,
    Flag,
}
