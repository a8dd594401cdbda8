using ActorMail.Posts;
using ActorMail.Smtp;
using ActorMail.Tokens;
using MimeKit;

namespace ActorMail.Adapters.Tests.Letters;

/// <summary>DELIVERY.md 7.1, the rows a sender controls.</summary>
public sealed class WhatABulkSenderOwes
{
    private readonly MimeMessage _mail = Mail.Parse(Mail.Bytes());

    [Fact]
    public void Headers_are_exactly_these() => Assert.Equal(
        ["Auto-Submitted", "Date", "Feedback-ID", "From", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post",
         "MIME-Version", "Message-ID", "Precedence", "Subject", "To"],
        _mail.Headers.Select(header => header.Field).Order(StringComparer.Ordinal));

    [Fact]
    public void One_From_of_the_own_domain() => Assert.Equal("\"The Harbour\" <letters@example.org>", Assert.Single(_mail.From).ToString());

    [Fact]
    public void To_is_the_reader() => Assert.Equal("\"Ada\" <ada@example.net>", Assert.Single(_mail.To).ToString());

    [Fact]
    public void The_subject_has_its_placeholder() => Assert.Equal("Hello Ada", _mail.Subject);

    [Fact]
    public void The_date_is_the_posts() => Assert.Equal(Mail.Post().PublishedAt, _mail.Date);

    [Fact]
    public void The_date_of_a_draft_is_when_it_was_made()
    {
        var letter = (IMimeLetter)Mail.Press.Compose(Mail.Post() with { PublishedAt = null });

        Assert.Equal(Mail.Post().CreatedAt, Mail.Parse(Mail.Bytes(letter, Mail.Reader())).Date);
    }

    [Fact]
    public void The_message_id_is_keyed_and_of_the_own_domain()
    {
        Assert.Matches("^[a-z2-7]{26}@example\\.org$", _mail.MessageId);
        Assert.NotEqual(_mail.MessageId, Mail.Parse(Mail.Bytes(reader: Mail.Reader(id: 2))).MessageId);
        Assert.DoesNotContain(Environment.MachineName, System.Text.Encoding.ASCII.GetString(Mail.Bytes()), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void One_click_unsubscribe_carries_an_opaque_token_that_opens()
    {
        var link = _mail.Headers[HeaderId.ListUnsubscribe]!;

        Assert.Equal("List-Unsubscribe=One-Click", _mail.Headers[HeaderId.ListUnsubscribePost]);
        Assert.Matches("^<https://mail\\.example\\.org/base/u/[A-Za-z0-9_-]+>$", link);
        Assert.True(new UnsubscribeTokens(Mail.Keys).TryOpen(link.Split('/')[^1].TrimEnd('>'), out var list, out var reader, out var epoch));
        Assert.Equal((9, 1, 3), (list.Value, reader.Value, epoch));
    }

    [Fact]
    public void The_unsubscribe_link_is_visible_in_both_parts()
    {
        var link = _mail.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>');

        Assert.Contains(link, _mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"{link}\"", _mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public void List_and_feedback_are_named()
    {
        Assert.Equal("news <news.example.org>", _mail.Headers[HeaderId.ListId]);
        Assert.Equal($"{new PostId(4711)}:news:actormail:example.org", _mail.Headers["Feedback-ID"]);
        Assert.Equal("auto-generated", _mail.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal("bulk", _mail.Headers[HeaderId.Precedence]);
    }

    [Theory]
    [InlineData("a..b.", "a..b. <a.-.b.-.example.org>")]
    [InlineData("a-b_c", "a-b_c <a-b_c.example.org>")]
    public void A_list_id_is_a_dot_atom(string list, string expected)
    {
        var letter = (IMimeLetter)Mail.Press.Compose(Mail.Post(list: list));

        Assert.Equal(expected, Mail.Parse(Mail.Bytes(letter, Mail.Reader())).Headers[HeaderId.ListId]);
    }

    [Fact]
    public void Text_comes_before_HTML_and_both_are_UTF_8()
    {
        var parts = Assert.IsType<MultipartAlternative>(_mail.Body, exactMatch: false).Cast<TextPart>().ToList();

        Assert.Equal(["text/plain", "text/html"], parts.Select(part => part.ContentType.MimeType));
        Assert.All(parts, part => Assert.Equal("utf-8", part.ContentType.Charset));
    }

    [Fact]
    public void Seven_bits_short_lines_under_102_KB()
    {
        var bytes = Mail.Bytes(reader: Mail.Reader("Zoë 👩‍🚀", "Tromsø"));

        Mail.AssertSafe(bytes);
        Assert.True(bytes.Length < 102 * 1024);
    }

    [Fact]
    public void Every_attempt_has_the_same_bytes()
    {
        var first = Mail.Bytes();

        Assert.Equal(first, Mail.Bytes());
        Assert.Equal(first, Mail.Bytes(press: Mail.PressOf("The Harbour")));
        Assert.NotEqual(first, Mail.Bytes(reader: Mail.Reader("Eve")));
    }

    [Fact]
    public async Task One_letter_serves_many_mailers()
    {
        var letter = (IMimeLetter)Mail.Press.Compose(Mail.Post());
        var expected = Enumerable.Range(0, 50).Select(at => Mail.Bytes(letter, Mail.Reader($"n{at}", id: at))).ToList();

        await Parallel.ForAsync(0, 2000, (at, _) =>
        {
            Assert.Equal(expected[at % 50], Mail.Bytes(letter, Mail.Reader($"n{at % 50}", id: at % 50)));
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void Letters_that_are_not_Latin_go_as_base64()
    {
        var words = string.Concat(Enumerable.Repeat("Привет, читатель. ", 40));
        var bytes = Mail.Bytes(Mail.Content with { Markdown = words + "{{ subscriber.name }}" });

        Mail.AssertSafe(bytes);
        var text = Assert.IsType<MultipartAlternative>(Mail.Parse(bytes).Body, exactMatch: false).Cast<TextPart>().First();
        Assert.Equal(ContentEncoding.Base64, text.ContentTransferEncoding);
        Assert.StartsWith("Привет, читатель. Привет", text.Text, StringComparison.Ordinal);
        Assert.Contains("Ada", text.Text, StringComparison.Ordinal);
    }
}
