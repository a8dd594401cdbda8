using ActorMail.Testing.Postgres;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>A fact every engine has to pass; skipped, with the reason, where the engine of the class is not installed.</summary>
[XunitTestCaseDiscoverer("ActorMail.Adapters.Tests.Sql.Compliance.StoreFactDiscoverer", "ActorMail.Adapters.Tests")]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>A theory every engine has to pass; skipped, with the reason, where the engine of the class is not installed.</summary>
[XunitTestCaseDiscoverer("ActorMail.Adapters.Tests.Sql.Compliance.StoreTheoryDiscoverer", "ActorMail.Adapters.Tests")]
public sealed class StoreTheoryAttribute : TheoryAttribute;

/// <summary>Marks a class whose engine is PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnPostgresAttribute : Attribute;

public sealed class StoreFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo fact) =>
        EngineMissing.IsBehind(method)
            ? EngineMissing.Skipped(DiagnosticMessageSink, options, method)
            : base.CreateTestCase(options, method, fact);
}

public sealed class StoreTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo theory) =>
        EngineMissing.IsBehind(method)
            ? [EngineMissing.Skipped(DiagnosticMessageSink, options, method)]
            : base.Discover(options, method, theory);
}

/// <summary>A test whose engine this machine does not have.</summary>
public sealed class EngineMissing : XunitTestCase
{
    [Obsolete("For deserialisation only.", error: true)]
    public EngineMissing() { }

    private EngineMissing(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(sink, display, options, method) { }

    public static bool IsBehind(ITestMethod method) => PostgresPrograms.Missing is not null
        && method.TestClass.Class.GetCustomAttributes(typeof(OnPostgresAttribute).AssemblyQualifiedName).Any();

    public static EngineMissing Skipped(IMessageSink sink, ITestFrameworkDiscoveryOptions options, ITestMethod method) =>
        new(sink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method);

    protected override string GetSkipReason(IAttributeInfo factAttribute) => PostgresPrograms.Missing!;
}
