using ActorMail.Delivery;

namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>What is the same for every reader of a post.</summary>
internal sealed record PostValues(string? Url, string List, string SenderName, string SenderEmail, DateTimeOffset Date);

/// <summary>The values of one letter's placeholders; every one is clean text.</summary>
internal sealed class LetterValues(PostValues post, Recipient? reader, string? unsubscribeUrl)
{
    public DateTimeOffset Date => post.Date;

    /// <summary>The subject as this reader gets it; null while it is not rendered.</summary>
    public string? Subject { get; set; }

    /// <summary>Of a mail that asks for a confirmation only.</summary>
    public string? ConfirmUrl { get; init; }

    public IEnumerable<KeyValuePair<string, string>> Attributes =>
        reader?.Attributes.Select(pair => KeyValuePair.Create(pair.Key, CleanText.Body(pair.Value))) ?? [];

    public string? Find(Placeholder placeholder) => placeholder.Name switch
    {
        PlaceholderName.SubscriberName => reader?.Name is { } name ? CleanText.Body(name) : null,
        PlaceholderName.SubscriberEmail => reader?.Email.ToString(),
        PlaceholderName.Attribute => Attribute(placeholder.Attribute!),
        PlaceholderName.PostSubject => Subject,
        PlaceholderName.PostUrl => post.Url,
        PlaceholderName.ListName => post.List,
        PlaceholderName.SenderName => post.SenderName,
        PlaceholderName.SenderEmail => post.SenderEmail,
        PlaceholderName.UnsubscribeUrl => unsubscribeUrl,
        PlaceholderName.ConfirmUrl => ConfirmUrl,
        _ => throw new InvalidOperationException($"No value is known for {placeholder}."),
    };

    /// <summary>Columns of a CSV file are written as people like, so case does not count; the first one wins.</summary>
    private string? Attribute(string key)
    {
        if (reader is null) return null;
        foreach (var (name, value) in reader.Attributes)
        {
            if (string.Equals(name, key, StringComparison.OrdinalIgnoreCase)) return CleanText.Body(value);
        }

        return null;
    }
}
