using ActorMail.Adapters.Tests.Dkim;
using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.SignUps;
using ActorMail.Smtp;
using ActorMail.Smtp.Dkim;
using ActorMail.Smtp.Letters.Confirmation;
using ActorMail.Subscribers;
using ActorMail.Tokens;
using MimeKit;

namespace ActorMail.Adapters.Tests.Letters;

/// <summary>DELIVERY.md section 8: a confirmation mail holds nothing of whoever filled in the form but the address.</summary>
public sealed class WhatAConfirmationMailSays
{
    private static readonly SignUpMail Mail1 = new(
        new SignUpId(7), "0123456789abcdef0123456789abcdef", 2, 1, EmailAddress.Parse("ada@example.net"), ["news"],
        new DateTimeOffset(2026, 5, 7, 9, 30, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 5, 7, 9, 31, 0, TimeSpan.Zero), 0, 0);

    private readonly MimeMessage _mail = Mail.Parse(Bytes("The Harbour"));

    [Fact]
    public void Headers_are_exactly_these() => Assert.Equal(
        ["Auto-Submitted", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"],
        _mail.Headers.Select(header => header.Field).Order(StringComparer.Ordinal));

    [Fact]
    public void It_goes_to_the_address_alone_from_the_sender()
    {
        Assert.Equal(("ada@example.net", "\"The Harbour\" <letters@example.org>"), (_mail.To.ToString(), _mail.From.ToString()));
        Assert.Equal((Mail1.At, "auto-generated"), (_mail.Date, _mail.Headers[HeaderId.AutoSubmitted]));
    }

    [Fact]
    public void Both_parts_hold_the_link_and_its_token_opens()
    {
        var link = _mail.TextBody!.Split('\n').Single(line => line.StartsWith("https://", StringComparison.Ordinal)).Trim();
        Assert.StartsWith("https://mail.example.org/base/c/", link, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{link}\"", _mail.HtmlBody, StringComparison.Ordinal);
        Assert.True(new ConfirmTokens(Mail.Keys).TryOpen(link.Split('/')[^1], out var mark, out var round));
        Assert.Equal((Mail1.Mark, Mail1.Round), (mark, round));
    }

    [Fact]
    public void Each_attempt_is_the_same_mail_and_each_mail_another()
    {
        Assert.Equal(Bytes("The Harbour"), Bytes("The Harbour", Mail1 with { Attempts = 3, Doubts = 1 }));
        Assert.NotEqual(_mail.MessageId, Mail.Parse(Bytes("The Harbour", Mail1 with { Number = 2 })).MessageId);
        Assert.NotEqual(_mail.MessageId, Mail.Parse(Bytes("The Harbour", Mail1 with { Round = 3 })).MessageId);
    }

    [Theory]
    [InlineData("", "example.org")]
    [InlineData("Bücher & <b>Öl</b>", "Bücher & <b>Öl</b>")]
    [InlineData("two\r\nBcc: eve@example.com", "two Bcc: eve@example.com")]
    public void The_senders_name_is_text_in_both_parts(string name, string shown)
    {
        var bytes = Bytes(name);
        Mail.AssertSafe(bytes);
        var mail = Mail.Parse(bytes);
        Assert.Contains($"asked {shown} to send", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"<strong>{shown.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;")}</strong>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Empty(mail.Bcc);
        Assert.Single(mail.To);
    }

    [Fact]
    public void It_is_signed_as_letters_are() =>
        Assert.Equal([true, true], Signed.Verify(Bytes("The Harbour", keys: [Signed.Rsa, Signed.Ed25519])));

    private static byte[] Bytes(string sender, SignUpMail? mail = null, params IReadOnlyList<DkimKey> keys)
    {
        var press = new ConfirmationPress(
            new SenderSettings(sender, EmailAddress.Parse("letters@example.org"), new Uri("https://mail.example.org/base")), Mail.Keys, keys);
        return Mail.Bytes((IMimeLetter)press.Compose(mail ?? Mail1), Reader);
    }

    /// <summary>Whatever the reader's record may hold is no part of it.</summary>
    private static readonly Recipient Reader = new(
        default, Mail1.Email, "Buy at https://evil.example", new Dictionary<string, string> { ["city"] = "Oslo" }, 0);
}
