using ActorMail.Adapters.Tests.Sql.Compliance;

namespace ActorMail.Adapters.Tests.Sql;

public sealed class RelayAllowanceOnSqlite : RelayAllowanceCompliance
{
    private readonly TemporaryFolder _folder = new();

    protected override async Task<OpenAllowance> OpenAsync()
    {
        var database = await SqliteDatabase.OpenAsync($"Data Source={_folder.File("mail.db")}", CancellationToken.None);
        return new OpenAllowance(database.Allowance, database.DisposeAsync);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }
}
