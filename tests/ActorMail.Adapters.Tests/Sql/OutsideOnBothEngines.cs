using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Adapters.Tests.Sql.Postgres;

namespace ActorMail.Adapters.Tests.Sql;

public sealed class FeedStoreOnSqlite : FeedStoreCompliance
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

public sealed class WebhookOutboxOnSqlite : WebhookOutboxCompliance
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
public sealed class FeedStoreOnPostgres : FeedStoreCompliance
{
    protected override Task<SqlDatabase> OpenAsync() => PostgresStores.OpenDatabaseAsync();
}

[OnPostgres]
public sealed class WebhookOutboxOnPostgres : WebhookOutboxCompliance
{
    protected override Task<SqlDatabase> OpenAsync() => PostgresStores.OpenDatabaseAsync();
}
