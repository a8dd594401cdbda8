namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>What a placeholder may name: a closed set, so that a template can reach nothing else.</summary>
/// <param name="Name">As it is written; the key of an attribute left out.</param>
internal readonly record struct Placeholder(PlaceholderName Name, string? Attribute = null)
{
    private static readonly Dictionary<string, PlaceholderName> ByPath = new()
    {
        ["subscriber.name"] = PlaceholderName.SubscriberName,
        ["subscriber.email"] = PlaceholderName.SubscriberEmail,
        ["post.subject"] = PlaceholderName.PostSubject,
        ["post.url"] = PlaceholderName.PostUrl,
        ["list.name"] = PlaceholderName.ListName,
        ["sender.name"] = PlaceholderName.SenderName,
        ["sender.email"] = PlaceholderName.SenderEmail,
        ["unsubscribe_url"] = PlaceholderName.UnsubscribeUrl,
    };

    /// <summary>The placeholder a path names, or null.</summary>
    public static Placeholder? Find(IReadOnlyList<string> path)
    {
        if (path is ["subscriber", "attributes", var key]) return new Placeholder(PlaceholderName.Attribute, key);
        return ByPath.TryGetValue(string.Join('.', path), out var name) ? new Placeholder(name) : null;
    }

    /// <summary>The same in a mail that asks for a confirmation: nothing there is the reader's own but the link.</summary>
    public static Placeholder? FindInConfirmation(IReadOnlyList<string> path) => path is ["confirm_url"]
        ? new Placeholder(PlaceholderName.ConfirmUrl)
        : Find(path) is { Name: PlaceholderName.ListName or PlaceholderName.SenderName or PlaceholderName.SenderEmail } known ? known : null;

    /// <summary>The same for every reader of a post.</summary>
    public bool IsOfThePost => Name is PlaceholderName.PostUrl or PlaceholderName.ListName
        or PlaceholderName.SenderName or PlaceholderName.SenderEmail;
}

internal enum PlaceholderName
{
    SubscriberName,
    SubscriberEmail,
    Attribute,
    PostSubject,
    PostUrl,
    ListName,
    SenderName,
    SenderEmail,
    UnsubscribeUrl,
    ConfirmUrl,
}
