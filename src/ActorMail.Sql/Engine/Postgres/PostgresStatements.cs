using System.Data.Common;
using System.Text.RegularExpressions;

namespace ActorMail.Engine;

/// <summary>Statements as Npgsql's commands, which it prepares by itself.</summary>
internal sealed partial class PostgresStatements(DbConnection connection) : IStatements
{
    public Statement Prepare(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in ParameterName().Matches(sql).Select(match => match.Value).Distinct())
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return new PostgresStatement(command);
    }

    public void Dispose() => connection.Dispose();

    [GeneratedRegex("@[a-z_]+")]
    private static partial Regex ParameterName();
}
