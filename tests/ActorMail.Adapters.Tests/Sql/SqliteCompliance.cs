using ActorMail.Adapters.Tests.Sql.Compliance;

namespace ActorMail.Adapters.Tests.Sql;

public sealed class PostStoreOnSqlite : PostStoreCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class DigestsOnSqlite : DigestsCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class SubscriberStoreOnSqlite : SubscriberStoreCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class SubscriptionsOnSqlite : SubscriptionsCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class SubscriberImportOnSqlite : SubscriberImportCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class SuppressionOnSqlite : SuppressionCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class LeasesOnSqlite : LeasesCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class GivenUpOnSqlite : GivenUpCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class RoundsOnSqlite : RoundsCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class RoundsInMemory : RoundsCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.MemoryAsync();
}

public sealed class BooksOnSqlite : BooksCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class BooksInMemory : BooksCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.MemoryAsync();
}

public sealed class DoubtsOnSqlite : DoubtsCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class UnsentOnSqlite : UnsentCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class RetentionOnSqlite : RetentionCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class CanariesOnSqlite : CanariesCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class ExplanationsOnSqlite : ExplanationsCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class ConcurrencyOnSqlite : ConcurrencyCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class ConcurrencyInMemory : ConcurrencyCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.MemoryAsync();
}

public sealed class SignUpsOnSqlite : SignUpsCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class SignUpLimitsOnSqlite : SignUpLimitsCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class SignUpMailsOnSqlite : SignUpMailsCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}

public sealed class SignUpCountsOnSqlite : SignUpCountsCompliance
{
    protected override Task<Stores> OpenAsync() => SqliteStores.FileAsync();
}
