using System.Reflection;
using System.Xml.Linq;

namespace ActorMail.Node.Tests.Packages;

/// <summary>What users can write down changes only when somebody says so: the text in Approved/ is part of the change.</summary>
public sealed class The_public_surface_is_the_approved_one
{
    public static TheoryData<string> Libraries => new(Tree.Libraries);

    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task Of_each_library(string library)
    {
        var surface = PublicSurface.Of(Assembly.Load(library));
        var approved = Tree.Path($"tests/ActorMail.Node.Tests/Packages/Approved/{library}.txt");
        if (File.Exists(approved) && await File.ReadAllTextAsync(approved) == surface) return;
        await File.WriteAllTextAsync(approved.Replace(".txt", ".received.txt"), surface);
        Assert.Fail($"The public surface of {library} has changed. If that is meant: mv {approved.Replace(".txt", ".received.txt")} {approved}");
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Every_public_type_of_it_says_what_it_is(string library)
    {
        var assembly = Assembly.Load(library);
        var told = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Element("summary") is not null).Select(member => member.Attribute("name")!.Value).ToHashSet();
        var untold = assembly.GetExportedTypes().Select(type => "T:" + type.FullName!.Replace('+', '.')).Except(told);
        Assert.True(!untold.Any(), string.Join(", ", untold));
    }
}
