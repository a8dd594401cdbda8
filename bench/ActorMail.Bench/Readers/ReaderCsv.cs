using System.Text;

namespace ActorMail.Bench.Readers;

/// <summary>Makes as many made-up readers as wanted; the same number always gives the same file.</summary>
internal static class ReaderCsv
{
    private const int Seed = 20260;

    public static async Task WriteAsync(string path, int readers)
    {
        var chance = new Random(Seed);
        await using var file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        await file.WriteLineAsync("email,name,city");
        for (var number = 1; number <= readers; number++) await file.WriteLineAsync(Line(number, chance));
    }

    private static string Line(int number, Random chance)
    {
        var given = chance.GetItems(Names.Given, 1)[0];
        var family = chance.GetItems(Names.Family, 1)[0];
        // One reader in twenty has told no name, one in ten no city: letters must read well without them.
        var name = chance.Next(20) == 0 ? "" : $"{given.Name} {family.Name}";
        var city = chance.Next(10) == 0 ? "" : chance.GetItems(Names.Cities, 1)[0];
        var domain = chance.GetItems(Names.Domains, 1)[0];
        return $"{given.Ascii}.{family.Ascii}.{number}@{domain},{Quoted(name)},{Quoted(city)}";
    }

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"") < 0 ? field : $"\"{field.Replace("\"", "\"\"")}\"";
}
