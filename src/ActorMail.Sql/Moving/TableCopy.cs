using ActorMail.Storage;
using Npgsql;

namespace ActorMail.Moving;

/// <summary>Carries one table over, row by row as it is read, so that memory does not grow with it.</summary>
internal sealed class TableCopy(SqliteSource source, NpgsqlConnection target, MovedTable table)
{
    private const int Batch = 5000;

    /// <summary>Gives the rows that came over.</summary>
    public long Run((string Name, object Value)[] values, IProgress<(string Table, long Rows)> progress, CancellationToken cancel)
    {
        var columns = TargetColumn.Of(target, table.Name);
        RefuseOther(columns.Select(column => column.Name));
        var rows = Copy(columns, values, progress, cancel);
        progress.Report((table.Name, rows));
        if (source.Number($"select count(*) from {table.Name}") != rows)
            throw new MigrationRefusedException($"Not every row of {table.Name} could be read; nothing was changed.");
        foreach (var column in columns) Continue(column);
        return rows;
    }

    private long Copy(
        IReadOnlyList<TargetColumn> columns, (string Name, object Value)[] values, IProgress<(string Table, long Rows)> progress,
        CancellationToken cancel)
    {
        var read = columns.Select(column => table.Instead.GetValueOrDefault(column.Name, column.Name));
        var sql = $"select {string.Join(", ", read)} from {table.Name}";
        using var command = source.Command(sql, [.. values.Where(value => sql.Contains(value.Name, StringComparison.Ordinal))]);
        using var reader = command.ExecuteReader();
        using var importer = target.BeginBinaryImport(
            $"copy {table.Name} ({string.Join(", ", columns.Select(column => column.Name))}) from stdin (format binary)");
        var rows = 0L;
        while (reader.Read())
        {
            importer.StartRow();
            for (var at = 0; at < columns.Count; at++) columns[at].Write(importer, reader, at);
            if (++rows % Batch != 0) continue;
            progress.Report((table.Name, rows));
            cancel.ThrowIfCancellationRequested();
        }

        cancel.ThrowIfCancellationRequested();
        importer.Complete();
        return rows;
    }

    /// <summary>What the target numbers itself goes on after the highest number ever given.</summary>
    private void Continue(TargetColumn column)
    {
        if (column.Sequence is not { } sequence) return;
        var given = source.Number($"select coalesce((select seq from sqlite_sequence where name = '{table.Name}'), 0)");
        using var command = new NpgsqlCommand(
            $"select setval('{sequence}', greatest(coalesce(max({column.Name}), 0), @given, 1)) from {table.Name}", target);
        command.Parameters.AddWithValue("given", given);
        command.ExecuteNonQuery();
    }

    private void RefuseOther(IEnumerable<string> columns)
    {
        if (!columns.ToHashSet().SetEquals(source.Columns(table.Name)))
            throw new MigrationRefusedException(
                $"The columns of {table.Name} are not those this version knows; nothing was changed.");
    }
}
