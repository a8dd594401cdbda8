using ActorMail.Adapters.Tests.Sql.Compliance;
using ActorMail.Adapters.Tests.Sql.Postgres;

namespace ActorMail.Adapters.Tests.Sql;

public sealed class PostStoreOnPostgres : PostStoreCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class SubscriberStoreOnPostgres : SubscriberStoreCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class SubscriptionsOnPostgres : SubscriptionsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class SubscriberImportOnPostgres : SubscriberImportCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class LeasesOnPostgres : LeasesCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class RoundsOnPostgres : RoundsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class BooksOnPostgres : BooksCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class DoubtsOnPostgres : DoubtsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class ExplanationsOnPostgres : ExplanationsCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}

public sealed class ConcurrencyOnPostgres : ConcurrencyCompliance
{
    protected override Task<Stores> OpenAsync() => PostgresStores.OpenAsync();
}
