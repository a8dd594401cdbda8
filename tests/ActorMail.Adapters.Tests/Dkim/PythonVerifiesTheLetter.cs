using ActorMail.Adapters.Tests.Letters;

namespace ActorMail.Adapters.Tests.Dkim;

/// <summary>A verifier that shares no code with ours: dkimpy, which knows RSA and Ed25519.</summary>
public sealed class PythonVerifiesTheLetter
{
    private const string Script = """
        import base64, dkim, sys
        keys = dict(line.split(" ", 1) for line in sys.argv[1].split("\n"))
        message = sys.stdin.buffer.read()
        find = lambda name, timeout=5: keys[name.decode().rstrip(".")].encode()
        def good(at):
            try:
                return dkim.DKIM(message).verify(idx=at, dnsfunc=find)
            except dkim.ValidationError:
                return False
        print([good(at) for at in range(2)])
        """;

    [DkimpyTheory]
    [InlineData("Ada", "Oslo")]
    [InlineData("Zoë \"Z\" <z@example.com>, \\ Łukasz", "Tromsø  &\t<b> ")]
    [InlineData("a\r\nBcc: eve@example.com", "\r\n.\r\n  QUIT \r\n")]
    [InlineData("👩‍🚀 שלום \u202eabc", "日本, 東京")]
    public async Task It_finds_both_signatures_good(string name, string city) =>
        Assert.Equal("[True, True]", await VerifyAsync(Signed.Bytes(reader: Mail.Reader(name, city))));

    [DkimpyTheory]
    [InlineData("x")]
    public async Task It_finds_a_changed_letter_bad(string more) =>
        Assert.Equal("[False, False]", await VerifyAsync([.. Signed.Bytes(), .. System.Text.Encoding.ASCII.GetBytes(more + "\r\n")]));

    private static async Task<string> VerifyAsync(byte[] mail)
    {
        var keys = new[] { Signed.Rsa, Signed.Ed25519 }.Select(key => $"{key.Identity.RecordName} {key.Identity.Record}");
        return (await PythonRun.AskAsync(DkimpyTheoryAttribute.Python, Script, mail, string.Join('\n', keys))).Trim();
    }
}

/// <summary>Skipped, and saying so, where dkimpy is missing.</summary>
public sealed class DkimpyTheoryAttribute : TheoryAttribute
{
    /// <summary>The system's own, whose packages apt installs.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly string[] Packages = ["dkim", "nacl"];

    public DkimpyTheoryAttribute()
    {
        if (!Packages.All(package => Directory.Exists($"/usr/lib/python3/dist-packages/{package}")))
            Skip = "python3-dkim and python3-nacl are not installed: the second verifier did not look.";
    }
}
