using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: CollectionBehavior("ActorMail.Node.Tests.Rig.Order", "ActorMail.Node.Tests", MaxParallelThreads = 2)]

namespace ActorMail.Node.Tests.Rig;

/// <summary>
/// Most classes wait for nodes more than they work, and run two at a time. Those that pack libraries, drive a browser through a blog, or listen
/// to the whole process follow one after the other and have the machine to themselves.
/// </summary>
public sealed class Order(ITestAssembly assembly, IMessageSink diagnostics) : IXunitTestCollectionFactory
{
    private static readonly string[] SideBySide =
        ["Cli", "Crash", "Deploy", "Embedded", "Fencing", "Http", "Scenarios", "StoreFaults", "Triggers"];
    private readonly CollectionPerClassTestCollectionFactory _each = new(assembly, diagnostics);
    private readonly TestCollection _alone = new(assembly, Reflector.Wrap(typeof(Alone)), Alone.Name);

    public string DisplayName => "most two at a time, then the others alone";

    public ITestCollection Get(ITypeInfo testClass) =>
        Array.Exists(SideBySide, folder => testClass.Name.StartsWith($"ActorMail.Node.Tests.{folder}.", StringComparison.Ordinal))
            ? _each.Get(testClass)
            : _alone;
}

/// <summary>The classes that have the machine to themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
