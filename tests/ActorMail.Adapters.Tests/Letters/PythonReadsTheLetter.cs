using System.Text.Json;
using ActorMail.Posts;

namespace ActorMail.Adapters.Tests.Letters;

/// <summary>A second parser that shares no code with the first.</summary>
public sealed class PythonReadsTheLetter
{
    private const string Script = """
        import email, email.policy, json, sys
        m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
        parts = [p for p in m.walk() if not p.is_multipart()]
        print(json.dumps({
            "headers": [k for k in m.keys()],
            "from": [(a.display_name, a.addr_spec) for a in m["From"].addresses],
            "to": [(a.display_name, a.addr_spec) for a in m["To"].addresses],
            "subject": m["Subject"],
            "date": m["Date"].datetime.isoformat(),
            "listUnsubscribe": m["List-Unsubscribe"],
            "types": [p.get_content_type() for p in parts],
            "texts": [p.get_content() for p in parts],
            "defects": [str(d) for p in m.walk() for d in p.defects] + [f"{k}: {d}" for k, v in m.items() for d in getattr(v, "defects", [])],
        }))
        """;

    [PythonTheory]
    [InlineData("Ada", "Oslo")]
    [InlineData("Zoë \"Z\" <z@example.com>, \\ Łukasz", "Tromsø & <b>")]
    [InlineData("a\r\nBcc: eve@example.com", "\r\n.\r\nQUIT\r\n")]
    [InlineData("👩‍🚀 שלום \u202eabc", "日本, 東京")]
    [InlineData(null, "")]
    public async Task It_finds_what_was_meant(string? name, string city)
    {
        var read = await Read(Mail.Bytes(
            new PostContent("Hello {{ subscriber.name | default: 'you' }}", Markdown: "# {{ subscriber.attributes.city }}\n\nDear é {{ subscriber.name }}."),
            Mail.Reader(name, city)));

        var oneLine = name?.Replace("\r\n", " ", StringComparison.Ordinal);
        Assert.Equal(13, read.GetProperty("headers").GetArrayLength());
        Assert.Equal(13, read.GetProperty("headers").EnumerateArray().Select(header => header.GetString()).Distinct().Count());
        Assert.Equal("[[\"The Harbour\", \"letters@example.org\"]]", read.GetProperty("from").ToString());
        var to = Assert.Single(read.GetProperty("to").EnumerateArray().ToList());
        Assert.Equal((oneLine ?? "", "ada@example.net"), (to[0].GetString(), to[1].GetString()));
        Assert.Equal($"Hello {oneLine ?? "you"}", read.GetProperty("subject").GetString());
        Assert.Equal("2026-05-07T09:30:00+00:00", read.GetProperty("date").GetString());
        Assert.Equal(["text/plain", "text/html"], read.GetProperty("types").EnumerateArray().Select(type => type.GetString()));
        Assert.Contains("Dear é", read.GetProperty("texts")[0].GetString(), StringComparison.Ordinal);
        Assert.EndsWith("</html>", read.GetProperty("texts")[1].GetString()!.TrimEnd(), StringComparison.Ordinal);
        Assert.Empty(read.GetProperty("defects").EnumerateArray());
    }

    private static async Task<JsonElement> Read(byte[] mail) =>
        JsonDocument.Parse(await PythonRun.AskAsync("python3", Script, mail)).RootElement;
}

/// <summary>Skipped, and saying so, where there is no Python.</summary>
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "python3")))) Skip = "python3 is not installed: the second parser did not look.";
    }
}
