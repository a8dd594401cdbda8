using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Smtp.Letters.Placeholders;
using ActorMail.Subscribers;

namespace ActorMail.Smtp.Letters;

/// <summary>Finds what is wrong with a post before it is stored.</summary>
internal static class ContentCheck
{
    private const string Subject = "subject";
    private const string Markdown = "markdown";
    private const string Html = "html";
    private const string Text = "text";
    private const string Url = "url";

    public static IReadOnlyList<ContentFault> Run(PostContent content, PostValues values)
    {
        var faults = new List<ContentFault>();
        CheckSubject(content.Subject, faults);
        CheckBodies(content, faults);
        if (content.Url is { } url) CheckUrl(url, faults);
        if (faults.Count == 0) Try(content, values, faults);
        return faults;
    }

    /// <summary>What is wrong with a subject before its placeholders are looked at; null when nothing is.</summary>
    public static ContentFault? SubjectFault(string? subject) =>
        string.IsNullOrWhiteSpace(subject) ? new(Subject, "The subject is missing.")
        : subject.Length > LetterLimits.MaxSubjectLength
            ? new(Subject, $"The subject has {subject.Length} characters; at most {LetterLimits.MaxSubjectLength} are allowed.")
        : !CleanText.FitsOneLine(subject) ? new(Subject, "The subject holds a line break or another control character.")
        : null;

    /// <summary>That a body is too large; null when it is not.</summary>
    public static ContentFault? SizeFault(string field, string body) =>
        System.Text.Encoding.UTF8.GetByteCount(body) is > LetterLimits.MaxBodyBytes and var bytes
            ? new(field, $"The body has {bytes} bytes; at most {LetterLimits.MaxBodyBytes} are allowed.")
            : null;

    private static void CheckSubject(string? subject, List<ContentFault> faults)
    {
        if (SubjectFault(subject) is { } fault) faults.Add(fault);
        else
        {
            var scanned = LiquidScanner.Scan(subject!);
            AddLiquid(Subject, scanned, faults);
            if (scanned.Uses(PlaceholderName.PostSubject, "post.subject"))
                faults.Add(new(Subject, "The subject cannot hold itself ('post.subject').", 1));
        }
    }

    private static void CheckBodies(PostContent content, List<ContentFault> faults)
    {
        var hasMarkdown = !string.IsNullOrWhiteSpace(content.Markdown);
        var hasHtml = !string.IsNullOrWhiteSpace(content.Html);
        if (content is { Markdown: not null, Html: not null }) faults.Add(new(Html, "Give either markdown or html, not both."));
        else if (!hasMarkdown && !hasHtml) faults.Add(new(Markdown, "The post has no body: give markdown or html."));
        CheckBody(Markdown, content.Markdown, faults);
        CheckBody(Html, content.Html, faults);
        CheckBody(Text, content.Text, faults);
    }

    private static void CheckBody(string field, string? body, List<ContentFault> faults)
    {
        if (body is null) return;
        if (SizeFault(field, body) is { } fault) faults.Add(fault);
        else AddLiquid(field, LiquidScanner.Scan(CleanText.Body(body)), faults);
    }

    private static void AddLiquid(string field, LiquidText text, List<ContentFault> faults) =>
        faults.AddRange(text.Faults.OrderBy(fault => fault.Line).Select(fault => new ContentFault(field, fault.Message, fault.Line)));

    private static void CheckUrl(string url, List<ContentFault> faults)
    {
        if (!CleanText.FitsOneLine(url) || url.Contains(' ')) faults.Add(new(Url, "The url holds a blank or a control character."));
        else if (url.Length > LetterLimits.MaxUrlLength)
            faults.Add(new(Url, $"The url is longer than {LetterLimits.MaxUrlLength} characters."));
        else if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            faults.Add(new(Url, "The url is not an absolute http or https address."));
    }

    /// <summary>Some faults only show when the letter is made, so one is made for a reader who is not there.</summary>
    private static void Try(PostContent content, PostValues values, List<ContentFault> faults)
    {
        var body = content.Markdown is null ? Html : Markdown;
        var reader = new Recipient(
            new SubscriberId(0), EmailAddress.Parse("reader@example.org"), "Reader", new Dictionary<string, string>(), TokenEpoch: 0);
        try
        {
            var composed = ComposedLetter.From(content, values);
            var letter = new LetterValues(values, reader, "https://example.org/u/");
            Render(Subject, () => letter.Subject = composed.Subject(letter), faults);
            Render(body, () => composed.HtmlTemplate.Render(letter), faults);
            if (content.Text is not null) Render(Text, () => composed.TextTemplate.Render(letter), faults);
        }
        catch (Exception fault) when (fault is FormatException or LetterFailedException)
        {
            faults.Add(new(body, fault.Message));
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            // What cannot be made now cannot be made later either: the author is told, and a feed goes on with its next item.
            faults.Add(new(body, $"No letter can be made of this: {bug.Message}"));
        }
    }

    private static void Render(string field, Func<string> render, List<ContentFault> faults)
    {
        try
        {
            render();
        }
        catch (LetterFailedException fault)
        {
            faults.Add(new(field, fault.Message));
        }
    }
}
