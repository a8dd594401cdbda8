using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.SignUps;
using ActorMail.Smtp;
using ActorMail.Smtp.Letters.Confirmation;
using ActorMail.Subscribers;
using ActorMail.Tokens;

namespace ActorMail.Adapters.Tests.Letters;

/// <summary>A confirmation mail in the owner's words holds those, the names of lists and sender, and the link.</summary>
public sealed class WhatAnOwnConfirmationMailSays
{
    private static readonly SignUpMail Mail1 = new(
        new SignUpId(7), "0123456789abcdef0123456789abcdef", 2, 1, EmailAddress.Parse("ada@example.net"), ["news", "weekly"],
        new DateTimeOffset(2026, 5, 7, 9, 30, 0, TimeSpan.Zero), new DateTimeOffset(2026, 5, 7, 9, 31, 0, TimeSpan.Zero), 0, 0);

    private static readonly ConfirmationText Own = new(
        "Bitte bestätigen: {{ list.name }}",
        "# Fast geschafft\n\n{{ sender.name }} ({{ sender.email }}) schickt **{{ list.name }}**.\n\n[Ja, gerne]({{ confirm_url }})\n");

    [Fact]
    public void Both_parts_are_the_owners_words_with_their_names_and_the_link()
    {
        var bytes = Bytes(Own);
        Mail.AssertSafe(bytes);
        var mail = Mail.Parse(bytes);
        Assert.Equal("Bitte bestätigen: news, weekly", mail.Subject);
        var link = Link(mail.TextBody!);
        Assert.Contains($"Ja, gerne ({link})", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"href=\"{link}\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.True(new ConfirmTokens(Mail.Keys).TryOpen(link.Split('/')[^1], out var mark, out var round));
        Assert.Equal((Mail1.Mark, Mail1.Round), (mark, round));
        Assert.Contains("A & B (letters@example.org) schickt *news, weekly*.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("A &amp; B (letters@example.org)", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<title>Bitte bestätigen: news, weekly</title>", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_a_list_is_in_it_there_is_nothing_to_unsubscribe_from()
    {
        var mail = Mail.Parse(Bytes(Own));
        Assert.Equal(
            ["Auto-Submitted", "Date", "From", "MIME-Version", "Message-ID", "Subject", "To"],
            mail.Headers.Select(header => header.Field).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("nsubscribe", mail.HtmlBody + mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", mail.HtmlBody + mail.TextBody + mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@", mail.HtmlBody + mail.TextBody + mail.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_attempt_is_the_same_mail() => Assert.Equal(Bytes(Own), Bytes(Own, Mail1 with { Attempts = 3, Doubts = 1 }));

    [Fact]
    public void The_default_words_are_as_they_were_whatever_the_lists()
    {
        Assert.Equal(Bytes(null), Bytes(null, Mail1 with { Lists = ["other"] }));
        Assert.Equal("Please confirm your subscription", Mail.Parse(Bytes(null)).Subject);
    }

    [Theory]
    [InlineData("", "words {{ confirm_url }}", "subject", null, "The subject is missing.")]
    [InlineData("a\nb", "words {{ confirm_url }}", "subject", null, "line break")]
    [InlineData("Go to {{ confirm_url }}", "words {{ confirm_url }}", "subject", null, "cannot hold the link")]
    [InlineData("Hi {{ subscriber.name }}", "words {{ confirm_url }}", "subject", 1, "unknown placeholder 'subscriber.name'")]
    [InlineData("Hi", "", "markdown", null, "shows no link")]
    [InlineData("Hi", "a\n\nwords", "markdown", null, "shows no link")]
    [InlineData("Hi", "<!-- {{ confirm_url }} -->", "markdown", null, "shows no link")]
    [InlineData("Hi", "<p style=\"display:none\">{{ confirm_url }}</p>", "markdown", null, "shows no link")]
    [InlineData("Hi", "a\n{{ subscriber.email }} {{ confirm_url }}", "markdown", 2, "unknown placeholder 'subscriber.email'")]
    [InlineData("Hi", "a\n\n{{ unsubscribe_url }} {{ confirm_url }}", "markdown", 3, "unknown placeholder 'unsubscribe_url'")]
    [InlineData("Hi", "{{ confirm_url }} {{ forloop.index }}", "markdown", 1, "more than a name")]
    [InlineData("Hi", "{{ confirm_url }}\n{{ list.name | upcase }}", "markdown", 2, "more than a name")]
    [InlineData("Hi", "{{ confirm_url }}\n{% if true %}x{% endif %}", "markdown", 2, "'{% if %}' cannot be used here")]
    [InlineData("Hi", "{{ confirm_url }}\n{{ list.name", "markdown", 2, "is not closed")]
    public void What_is_wrong_is_named_with_its_field_and_line(string subject, string markdown, string field, int? line, string why)
    {
        var fault = ConfirmationPress.Check(new ConfirmationText(subject, markdown))[0];
        Assert.Equal((field, line), (fault.Field, fault.Line));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_named_at_once() => Assert.Equal(
        ["subject", "markdown", "markdown"],
        ConfirmationPress.Check(new ConfirmationText("{{ a }}", "{{ b }}\n{{ c }}")).Select(fault => fault.Field));

    [Fact]
    public void Sound_words_have_no_faults() => Assert.Empty(ConfirmationPress.Check(Own));

    private static string Link(string text)
    {
        var from = text.IndexOf("https://mail.example.org/base/c/", StringComparison.Ordinal);
        return text[from..text.IndexOfAny([')', '\n', ' '], from)];
    }

    private static byte[] Bytes(ConfirmationText? own, SignUpMail? mail = null)
    {
        var press = new ConfirmationPress(
            new SenderSettings("A & B", EmailAddress.Parse("letters@example.org"), new Uri("https://mail.example.org/base")), Mail.Keys, own: own);
        return Mail.Bytes((IMimeLetter)press.Compose(mail ?? Mail1), Reader);
    }

    private static readonly Recipient Reader = new(
        default, Mail1.Email, "Buy at https://evil.example", new Dictionary<string, string> { ["city"] = "evil" }, 0);
}
