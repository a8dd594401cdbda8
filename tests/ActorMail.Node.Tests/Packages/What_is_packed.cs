using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ActorMail.Node.Tests.Packages;

public sealed partial class What_is_packed(PackedLibraries packed) : IClassFixture<PackedLibraries>
{
    public static TheoryData<string> Libraries => new(Tree.Libraries);

    [Fact]
    public void The_libraries_with_their_symbols_and_nothing_else() => Assert.Equal(
        Tree.Libraries.SelectMany(name => new[] { $"{name}.nupkg", $"{name}.snupkg" }).Order(StringComparer.Ordinal),
        Directory.GetFiles(packed.Feed).Select(file => Path.GetFileName(file).Replace($".{packed.Version}", ""))
            .Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_says_what_it_is_and_holds_what_it_says(string library)
    {
        var (metadata, files) = packed.Open(library);
        Assert.Equal("Apache-2.0", Text("license"));
        Assert.Equal("README.md", Text("readme"));
        Assert.Equal(Tree.Project(library).Descendants("Description").Single().Value, Text("description"));
        Assert.Contains("README.md", files);
        Assert.Contains($"lib/net10.0/{library}.dll", files);
        Assert.Contains($"lib/net10.0/{library}.xml", files);
        Assert.DoesNotContain("://", metadata.Elements().Where(element => element.Name.LocalName is "repository" or "projectUrl")
            .Select(element => element.ToString()).FirstOrDefault()?.Replace(metadata.Name.NamespaceName, "") ?? "");

        string? Text(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
    }

    /// <summary>A pin of this tree that got into a package would bind every application to it.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_depends_on_what_its_project_refers_to_and_on_nothing_else(string library)
    {
        var project = Tree.Project(library);
        var meant = project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(Include(reference)))
            .Concat(project.Descendants("PackageReference").Where(reference => reference.Attribute("PrivateAssets") is null).Select(Include));
        var (metadata, _) = packed.Open(library);
        Assert.Equal(
            meant.Order(StringComparer.Ordinal),
            metadata.Descendants().Where(element => element.Name.LocalName == "dependency")
                .Select(dependency => dependency.Attribute("id")!.Value).Order(StringComparer.Ordinal));

        static string Include(XElement reference) => reference.Attribute("Include")!.Value;
    }

    /// <summary>The README's own words, in a project outside this tree that knows nothing but the packages.</summary>
    [Fact]
    public async Task The_embedding_of_the_README_runs_from_the_packages()
    {
        var folder = Directory.CreateDirectory(Path.Combine(packed.Folder, "Blog")).FullName;
        var program = Embedding().Match(await File.ReadAllTextAsync(Tree.Path("README.md"))).Groups["code"].Value;
        const string server = """.UseSmtp("smtp.example.org", 587)""";
        Assert.Equal(2, program.Split(server).Length);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program.Replace(server, ".UseDevInbox()"));
        await File.WriteAllTextAsync(Path.Combine(folder, "Blog.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ActorMail.Embedded" Version="{packed.Version}" />
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{packed.Feed}" />
              </packageSources>
            </configuration>
            """);
        await Command.RunAsync(folder, "dotnet", "build", "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-o", "out");

        await using var blog = await WebProcess.StartAsync(Path.Combine(folder, "out", "Blog.dll"), folder, "/api/posts");
        (await blog.Client.PostAsJsonAsync("/api/subscribers", new { email = "ann@example.org" })).EnsureSuccessStatusCode();
        var id = await (await blog.Client.PostAsync("/publish", null)).EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        var post = await Eventually.BecomesAsync(
            () => blog.Client.GetFromJsonAsync<JsonElement>($"/api/posts/{id}"), post => post.GetProperty("status").GetString() == "sent",
            "sent", TimeSpan.FromSeconds(60));
        Assert.Equal(1, post.GetProperty("totals").GetProperty("accepted").GetInt64());
        Assert.Contains("ann@example.org", await blog.Client.GetStringAsync("/inbox"));
        Assert.Equal(0, await blog.TerminateAsync());
    }

    [GeneratedRegex("## Embed.*?```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Embedding();
}
