using System.Security.Cryptography;
using ActorMail.Bench.Measures;
using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Smtp;
using ActorMail.Smtp.Dkim;
using ActorMail.Smtp.Letters;
using ActorMail.Smtp.Wire;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using BenchmarkDotNet.Attributes;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace ActorMail.Bench.Parts;

/// <summary>A letter from the post to the checked bytes the relay gets.</summary>
public class LetterParts
{
    private const int Paragraphs = 18;
    private const string Domain = "example.org";
    private const int Readers = 1000;

    private readonly Post _post = new()
    {
        Id = new PostId(4711),
        List = "news",
        ListId = new ListId(9),
        Content = new PostContent(SampleLetter.Subject, Markdown: SampleLetter.Markdown(Paragraphs)),
        Status = PostStatus.Sending,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };

    private readonly Recipient[] _readers = [.. Enumerable.Range(1, Readers).Select(Reader)];
    private readonly WireMessage _wire = new();
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];
    private LetterPress _press = null!;
    private IMimeLetter _plain = null!;
    private IMimeLetter _withRsa = null!;
    private IMimeLetter _withEd25519 = null!;
    private int _at;

    [GlobalSetup]
    public void Begin()
    {
        _press = Press(null);
        _plain = (IMimeLetter)_press.Compose(_post);
        _withRsa = (IMimeLetter)Press(_rsa.ExportPkcs8PrivateKeyPem()).Compose(_post);
        _withEd25519 = (IMimeLetter)Press(Ed25519()).Compose(_post);
    }

    [Benchmark(Description = "a post is composed, once")]
    public object Compose() => _press.Compose(_post);

    [Benchmark(Description = "a letter is personalised")]
    public long Personalise() => Fill(_plain);

    [Benchmark(Description = "personalised and signed with RSA-2048")]
    public long SignRsa() => Fill(_withRsa);

    [Benchmark(Description = "personalised and signed with Ed25519")]
    public long SignEd25519() => Fill(_withEd25519);

    [Benchmark(Description = "the RSA-2048 signature alone")]
    public byte[] RsaAlone() => _rsa.SignHash(_hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private long Fill(IMimeLetter letter)
    {
        _wire.Fill(letter, _readers[_at++ % Readers]);
        return _wire.Size;
    }

    private static Recipient Reader(int at) => new(
        new SubscriberId(at), EmailAddress.Parse($"reader{at}@example.net"), $"Reader {at}",
        new Dictionary<string, string> { ["city"] = "Lyon" }, TokenEpoch: 0);

    private static LetterPress Press(string? pem)
    {
        var sender = new SenderSettings("The Harbour", EmailAddress.Parse($"letters@{Domain}"), new Uri($"https://mail.{Domain}"));
        if (pem is null) return new LetterPress(sender, new InstanceKeys(new byte[32]));
        var file = Path.GetTempFileName();
        File.WriteAllText(file, pem);
        var key = DkimKeyFile.Read(Domain, "bench", file).Key ?? throw new InvalidOperationException("The key made here is no key.");
        File.Delete(file);
        return new LetterPress(sender, new InstanceKeys(new byte[32]), [key]);
    }

    private static string Ed25519() => PemEncoding.WriteString("PRIVATE KEY", PrivateKeyInfoFactory
        .CreatePrivateKeyInfo(new Ed25519PrivateKeyParameters(new SecureRandom())).GetDerEncoded());
}
