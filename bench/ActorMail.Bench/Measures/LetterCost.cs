using System.Diagnostics;
using System.Security.Cryptography;
using ActorMail.Bench.Results;
using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Smtp;
using ActorMail.Smtp.Dkim;
using ActorMail.Smtp.Letters;
using ActorMail.Smtp.Wire;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace ActorMail.Bench.Measures;

/// <summary>What one letter costs before the wire, on one thread: the median of several rounds after a warm-up.</summary>
internal static class LetterCost
{
    private const int Paragraphs = 18;
    private const int Rounds = 9;
    private const int Readers = 1000;
    private const string Domain = "example.org";

    public static Measured Measure()
    {
        var post = new Post
        {
            Id = new PostId(4711),
            List = "news",
            ListId = new ListId(9),
            Content = new PostContent(SampleLetter.Subject, Markdown: SampleLetter.Markdown(Paragraphs)),
            Status = PostStatus.Sending,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var (unsigned, rsa, ed25519) = (Press(), Press(Rsa()), Press(Ed25519()));
        var compose = Median(20, _ => unsigned.Compose(post));
        var plain = Letters(unsigned, post, 5_000, out var size);
        var withRsa = Letters(rsa, post, 200, out _);
        var withEd25519 = Letters(ed25519, post, 500, out _);
        return new Measured("letters", "One personalised letter, from the post to checked bytes, on one thread",
        [
            new Figure("octets of the letter", size, "bytes"),
            new Figure("a post is composed, once", compose.Microseconds, "us"),
            new Figure("a letter is personalised", plain.Microseconds, "us"),
            new Figure("it allocates", plain.Bytes, "bytes", Bound.Under(8 * 1024)),
            new Figure("personalised and signed with RSA-2048", withRsa.Microseconds, "us"),
            new Figure("it allocates, with RSA-2048", withRsa.Bytes, "bytes", Bound.Under(8 * 1024)),
            new Figure("personalised and signed with Ed25519", withEd25519.Microseconds, "us"),
            new Figure("it allocates, with Ed25519", withEd25519.Bytes, "bytes"),
            new Figure("RSA-2048 alone", Median(200, Signing()).Microseconds, "us"),
        ]);
    }

    private static (double Microseconds, double Bytes) Letters(LetterPress press, Post post, int count, out long size)
    {
        var letter = (IMimeLetter)press.Compose(post);
        var readers = Enumerable.Range(1, Readers).Select(Reader).ToArray();
        var wire = new WireMessage();
        var cost = Median(count, at => wire.Fill(letter, readers[at % Readers]));
        size = wire.Size;
        return cost;
    }

    private static (double Microseconds, double Bytes) Median(int count, Action<int> once)
    {
        var (times, bytes) = (new List<double>(), new List<double>());
        for (var round = -Rounds; round < Rounds; round++)
        {
            var (before, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
            for (var at = 0; at < count; at++) once(at);
            var took = clock.Elapsed.TotalMicroseconds / count;
            // The first half is the warm-up.
            if (round < 0) continue;
            times.Add(took);
            bytes.Add((GC.GetAllocatedBytesForCurrentThread() - before) / (double)count);
        }

        return (Percentiles.Median(times), Percentiles.Median(bytes));
    }

    private static Action<int> Signing()
    {
        var rsa = RSA.Create(2048);
        var hash = new byte[SHA256.HashSizeInBytes];
        return _ => rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static Recipient Reader(int at) => new(
        new SubscriberId(at), EmailAddress.Parse($"reader{at}@example.net"), $"Reader {at}",
        new Dictionary<string, string> { ["city"] = "Lyon" }, TokenEpoch: 0);

    private static LetterPress Press(string? pem = null)
    {
        var sender = new SenderSettings("The Harbour", EmailAddress.Parse($"letters@{Domain}"), new Uri($"https://mail.{Domain}"));
        if (pem is null) return new LetterPress(sender, new InstanceKeys(new byte[32]));
        var file = Path.GetTempFileName();
        File.WriteAllText(file, pem);
        var key = DkimKeyFile.Read(Domain, "bench", file).Key ?? throw new InvalidOperationException("The key made here is no key.");
        File.Delete(file);
        return new LetterPress(sender, new InstanceKeys(new byte[32]), [key]);
    }

    private static string Rsa()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    private static string Ed25519() => PemEncoding.WriteString("PRIVATE KEY", PrivateKeyInfoFactory
        .CreatePrivateKeyInfo(new Ed25519PrivateKeyParameters(new SecureRandom())).GetDerEncoded());
}
