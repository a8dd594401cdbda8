using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Adapters.Tests.Sql.Postgres;

namespace ActorMail.Adapters.Tests.Sql;

[OnPostgres]
public sealed class PostStoreOnPostgres : PostStoreCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class DigestsOnPostgres : DigestsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class SubscriberStoreOnPostgres : SubscriberStoreCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class SubscriptionsOnPostgres : SubscriptionsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class SubscriberImportOnPostgres : SubscriberImportCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class SuppressionOnPostgres : SuppressionCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class LeasesOnPostgres : LeasesCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class GivenUpOnPostgres : GivenUpCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class RoundsOnPostgres : RoundsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class BooksOnPostgres : BooksCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class DoubtsOnPostgres : DoubtsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class UnsentOnPostgres : UnsentCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class RetentionOnPostgres : RetentionCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class CanariesOnPostgres : CanariesCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class ExplanationsOnPostgres : ExplanationsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class ConcurrencyOnPostgres : ConcurrencyCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class RelayAllowanceOnPostgres : RelayAllowanceCompliance
{
    private Task<string>? _database;

    protected override async Task<OpenAllowance> OpenAsync()
    {
        var database = await PostgresDatabase.OpenAsync(await (_database ??= PostgresStores.CreateAsync()), CancellationToken.None);
        return new OpenAllowance(database.Allowance, database.DisposeAsync);
    }
}

[OnPostgres]
public sealed class SignUpsOnPostgres : SignUpsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class SignUpLimitsOnPostgres : SignUpLimitsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class SignUpMailsOnPostgres : SignUpMailsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

[OnPostgres]
public sealed class SignUpCountsOnPostgres : SignUpCountsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}
