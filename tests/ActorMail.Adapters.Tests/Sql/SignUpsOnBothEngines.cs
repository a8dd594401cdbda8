using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Adapters.Tests.Sql.Postgres;

namespace ActorMail.Adapters.Tests.Sql;

public sealed class SignUpsOnSqlite : SignUpsCompliance
{
    private readonly TemporaryFolder _folder = new();

    protected override Task<SqlDatabase> OpenAsync() =>
        SqliteDatabase.OpenAsync($"Data Source={_folder.File("mail.db")}", CancellationToken.None);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}

[OnPostgres]
public sealed class SignUpsOnPostgres : SignUpsCompliance
{
    protected override Task<SqlDatabase> OpenAsync() => PostgresStores.OpenDatabaseAsync();
}
