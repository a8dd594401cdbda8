using Xunit;

namespace ActorMail.Testing.Postgres;

/// <summary>A test that needs a PostgreSQL server; skipped with the reason where none is installed.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresPrograms.Missing;
}

/// <summary>A theory that needs a PostgreSQL server; skipped with the reason where none is installed.</summary>
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresPrograms.Missing;
}
