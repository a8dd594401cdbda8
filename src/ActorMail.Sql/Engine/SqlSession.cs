namespace ActorMail.Engine;

/// <summary>
/// One connection with its prepared statements. Values are given in the order their names first appear in the text; texts are
/// constants, so each is prepared once.
/// </summary>
internal sealed class SqlSession(IStatements statements, EngineTexts texts) : IDisposable
{
    private readonly Dictionary<string, Statement> _prepared = new(SqlTexts.Comparer);
    private readonly Dictionary<string, long> _names = [];
    private long? _now;

    /// <summary>The database's clock in unix milliseconds, the same through a transaction.</summary>
    public long Now => _now ??= Number(texts.Clock);

    /// <summary>What this engine says differently.</summary>
    public EngineTexts Texts => texts;

    /// <summary>The texts of all statements run so far.</summary>
    public IReadOnlyCollection<string> Statements => _prepared.Keys;

    /// <summary>Runs a statement; gives the number of rows it changed.</summary>
    public int Run(string sql, params ReadOnlySpan<SqlValue> values) => Prepared(sql).Run(values);

    public List<T> Query<T>(string sql, Func<Row, T> map, params ReadOnlySpan<SqlValue> values) =>
        Prepared(sql).Query(map, values);

    /// <summary>The first row, or the default when there is none.</summary>
    public T? First<T>(string sql, Func<Row, T> map, params ReadOnlySpan<SqlValue> values) =>
        Prepared(sql).First(map, values);

    /// <summary>The first column of the first row; null when there is no row or no value.</summary>
    public long? NumberOrNull(string sql, params ReadOnlySpan<SqlValue> values) =>
        First(sql, row => row.LongOrNull(0), values);

    public long Number(string sql, params ReadOnlySpan<SqlValue> values) =>
        NumberOrNull(sql, values) ?? throw new InvalidOperationException("The statement gave no number.");

    /// <summary>The short number a relay's or node's name is stored as.</summary>
    public long NameNumber(string name)
    {
        if (_names.TryGetValue(name, out var known)) return known;
        Run("insert into names (name) values (@name) on conflict do nothing", name);
        return _names[name] = Number("select id from names where name = @name", name);
    }

    /// <summary>Starts a transaction.</summary>
    public void Begin(string statement)
    {
        Forget();
        Run(statement);
    }

    /// <summary>Asks the clock anew from here on, as a new transaction does.</summary>
    public void Forget() => _now = null;

    /// <summary>Ends a transaction without effect; false when the engine could not be told (it may have undone it itself).</summary>
    public bool Rollback()
    {
        _names.Clear();
        try
        {
            Run("rollback");
            return true;
        }
        catch (Exception)
        {
            // A full disk or an I/O error has ended the transaction already, or the driver has closed the connection.
            return false;
        }
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values) statement.Dispose();
        statements.Dispose();
    }

    private Statement Prepared(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var statement)) _prepared[sql] = statement = statements.Prepare(sql);
        return statement;
    }
}
