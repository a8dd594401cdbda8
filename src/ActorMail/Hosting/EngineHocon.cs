using Akka.Configuration;

namespace ActorMail.Hosting;

/// <summary>The actors' settings: the copy in <c>hocon/</c> beside the program if it is there, before the one in the package.</summary>
internal static class EngineHocon
{
    public static Config Load(string name)
    {
        var embedded = ConfigurationFactory.ParseString(Read(name));
        var beside = Path.Combine(AppContext.BaseDirectory, "hocon", name);
        return File.Exists(beside) ? ConfigurationFactory.ParseString(File.ReadAllText(beside)).WithFallback(embedded) : embedded;
    }

    private static string Read(string name)
    {
        using var resource = typeof(EngineHocon).Assembly.GetManifestResourceStream($"hocon/{name}")
            ?? throw new InvalidOperationException($"The package lacks hocon/{name}.");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
