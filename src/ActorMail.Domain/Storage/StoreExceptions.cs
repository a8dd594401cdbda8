namespace ActorMail.Storage;

/// <summary>The store cannot work now (locked, full, read-only, gone). What was asked may be repeated safely.</summary>
public sealed class StoreUnavailableException(string why, Exception? inner = null) : Exception(why, inner);

/// <summary>The database is damaged, not ours, or newer than this program. It has not been touched.</summary>
public sealed class ForeignDatabaseException(string why, Exception? inner = null) : Exception(why, inner);
