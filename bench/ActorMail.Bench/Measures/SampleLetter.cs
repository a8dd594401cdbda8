using System.Text;
using ActorMail.Bench.Processes;
using ActorMail.DevInbox;

namespace ActorMail.Bench.Measures;

/// <summary>A personalised post whose letters are about 12 KiB on the wire, with an image and a table.</summary>
internal static class SampleLetter
{
    public const string Subject = "News for {{ subscriber.name | default: \"you\" }}";
    private const int Size = 12 * 1024;
    private const string Paragraph =
        "The harbour was quiet this morning, and the boats of last night lay three deep along the old wall. ";

    /// <summary>Gives the Markdown and one letter made of it, found by measuring what a node really sends.</summary>
    public static async Task<(string Markdown, byte[] Letter)> MakeAsync(CancellationToken cancel)
    {
        await using var inbox = await DevInboxServer.StartAsync(new DevInboxOptions(), cancel);
        var folder = BenchNode.NewFolder();
        try
        {
            await using var node = await BenchNode.StartAsync(folder, inbox.Port, cancel);
            var file = folder + ".csv";
            await File.WriteAllTextAsync(file, "email,name,city\nreader@example.com,Reader,Lyon\n", cancel);
            await node.ImportAsync(file, "sample", cancel);
            File.Delete(file);

            var few = await LetterAsync(node, inbox, 4, cancel);
            var many = await LetterAsync(node, inbox, 24, cancel);
            var paragraphs = 4 + (int)Math.Round((Size - few.Length) / ((many.Length - few.Length) / 20.0));
            return (Markdown(Math.Max(1, paragraphs)), await LetterAsync(node, inbox, Math.Max(1, paragraphs), cancel));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<byte[]> LetterAsync(
        BenchNode node, DevInboxServer inbox, int paragraphs, CancellationToken cancel)
    {
        await node.FinishAsync(await node.PublishAsync("sample", Subject, Markdown(paragraphs), cancel), null, cancel);
        return inbox.Newest(1)[0].Raw.ToArray();
    }

    public static string Markdown(int paragraphs)
    {
        var text = new StringBuilder("# Good morning, {{ subscriber.name | default: \"reader\" }}\n\n")
            .Append("![The harbour](https://www.example.org/harbour.jpg)\n\n")
            .Append("| Boat | From |\n|---|---|\n")
            .Append("| Aurora | {{ subscriber.attributes.city | default: \"afar\" }} |\n| Bela | Porto |\n\n");
        for (var number = 1; number <= paragraphs; number++)
            text.Append(number).Append(". ").Append(Paragraph).Append("\n\n");
        return text.Append("[Leave this list]({{ unsubscribe_url }})\n").ToString();
    }
}
