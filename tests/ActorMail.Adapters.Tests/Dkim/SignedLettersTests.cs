using System.Text;
using System.Text.RegularExpressions;
using ActorMail.Adapters.Tests.Letters;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ActorMail.Adapters.Tests.Dkim;

/// <summary>What is signed, and that MimeKit's verifier agrees.</summary>
public sealed class SignedLettersTests
{
    private static readonly string[] MustBeSigned =
    [
        "from", "subject", "to", "date", "message-id", "mime-version", "content-type", "list-id", "list-unsubscribe",
        "list-unsubscribe-post", "feedback-id",
    ];

    public static TheoryData<string> Contents => new(
        "Dear {{ subscriber.name }},\n\n- one\n    - two  \n\n| a | b |\n|---|---|\n| 1 |\t2 |\n",
        "{% if subscriber.name %}Blocks for {{ subscriber.name }}{% endif %}",
        "Привет, читатель. Привет, читатель. Привет, {{ subscriber.attributes.city }}",
        "=20 = \n\n\n\n{{ subscriber.attributes.city }}   ");

    [Theory]
    [MemberData(nameof(Contents))]
    public void Both_signatures_of_a_letter_are_good(string markdown) =>
        Assert.Equal([true, true], Signed.Verify(Signed.Bytes(Mail.Content with { Markdown = markdown })));

    [Property(MaxTest = 60)]
    public Property They_are_good_for_any_reader() => Prop.ForAll(Nasty.ToArbitrary(), Nasty.ToArbitrary(), (name, city) =>
        Assert.Equal([true], Signed.Verify(Signed.Bytes(reader: Mail.Reader(name, city), keys: [Signed.Ed25519]))));

    [Fact]
    public void Every_field_of_the_rule_is_signed_once_more_than_it_is_there()
    {
        var names = Tag(Signed.Bytes(), "h").Split(':');

        Assert.All(MustBeSigned, name => Assert.Equal(2, names.Count(signed => signed == name)));
        Assert.Equal(["cc", "reply-to"], names.GroupBy(name => name).Where(group => group.Count() == 1).Select(group => group.Key).Order());
    }

    [Fact]
    public void The_length_is_never_limited_and_the_time_is_the_posts()
    {
        var mail = Signed.Bytes();

        Assert.DoesNotMatch(@"[;\s]l=", Encoding.ASCII.GetString(mail).Split("\r\n\r\n")[0]);
        Assert.Equal(Mail.Post().PublishedAt!.Value.ToUnixTimeSeconds().ToString(), Tag(mail, "t"));
        Assert.Equal(("relaxed/relaxed", "example.org", "r1", "rsa-sha256"), (Tag(mail, "c"), Tag(mail, "d"), Tag(mail, "s"), Tag(mail, "a")));
    }

    [Fact]
    public void Every_attempt_has_the_same_signature() => Assert.Equal(Signed.Bytes(), Signed.Bytes());

    [Fact]
    public void Many_mailers_sign_one_letter_at_once()
    {
        var letter = (ActorMail.Smtp.IMimeLetter)Mail.PressOf("The Harbour", [Signed.Rsa]).Compose(Mail.Post());
        var expected = Enumerable.Range(0, 10).Select(at => Mail.Bytes(letter, Mail.Reader($"n{at}", id: at))).ToList();

        Parallel.For(0, 200, at => Assert.Equal(expected[at % 10], Mail.Bytes(letter, Mail.Reader($"n{at % 10}", id: at % 10))));
    }

    [Fact]
    public void A_letter_is_safe_on_the_wire_and_its_head_is_folded()
    {
        var mail = Signed.Bytes();

        Mail.AssertSafe(mail);
        var head = Encoding.ASCII.GetString(mail).Split("\r\n\r\n")[0];
        Assert.StartsWith("DKIM-Signature: ", head, StringComparison.Ordinal);
        Assert.All(head.Split("\r\n").TakeWhile(line => !line.StartsWith("List-Id", StringComparison.Ordinal)), line => Assert.True(line.Length <= 78, line));
    }

    public static TheoryData<string, string, string> Changes => new()
    {
        { "the subject", "Subject: Hello", "Subject: Hallo" },
        { "the body", "welcome", "Welcome" },
        { "the link to unsubscribe", "List-Unsubscribe: <https://mail", "List-Unsubscribe: <https://evil" },
        { "a second From", "MIME-Version:", "From: eve@example.com\r\nMIME-Version:" },
        { "a second Subject", "MIME-Version:", "Subject: other\r\nMIME-Version:" },
        { "a second To", "MIME-Version:", "To: eve@example.com\r\nMIME-Version:" },
        { "a Reply-To", "MIME-Version:", "Reply-To: eve@example.com\r\nMIME-Version:" },
        { "text after the end", "--\r\n", "--\r\nmore\r\n" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_breaks_them(string what, string old, string changed)
    {
        var text = Encoding.ASCII.GetString(Signed.Bytes());
        var at = text.LastIndexOf(old, StringComparison.Ordinal);
        Assert.True(at > 0, what);

        Assert.Equal([false, false], Signed.Verify(Encoding.ASCII.GetBytes(text[..at] + changed + text[(at + old.Length)..])));
    }

    [Fact]
    public void Refolding_on_the_way_does_not_break_them()
    {
        var text = Encoding.ASCII.GetString(Signed.Bytes());

        Assert.Equal([true, true], Signed.Verify(Encoding.ASCII.GetBytes(
            text.Replace("Subject: Hello ", "SUBJECT:   Hello\r\n\t ", StringComparison.Ordinal) + "\r\n\r\n")));
    }

    private static string Tag(byte[] mail, string tag) => Regex.Replace(
        Regex.Match(Encoding.ASCII.GetString(mail), $@"DKIM-Signature:[^;]*;(?:[^;]*;)*?\s*{tag}=([^;]*)").Groups[1].Value, @"\s", "");

    private static Gen<string> Nasty => Gen.Elements(
            "a", " ", "  ", "\t", "\r\n", "\n", "\r\n.\r\n", "é", "😀", "=", "\"", "<", "שלום", "\u202e", new string('w', 80), " \r\n", "\u2028")
        .ListOf().Select(pieces => string.Concat(pieces));
}
