namespace ActorMail.Preflight.Names;

/// <summary>Tags as DKIM and DMARC records hold them: <c>v=DKIM1; k=rsa; p=…</c> (RFC 6376 3.2).</summary>
internal sealed class TagList
{
    private readonly Dictionary<string, string> _tags = new(StringComparer.OrdinalIgnoreCase);

    public TagList(string text)
    {
        foreach (var tag in text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = tag.IndexOf('=');
            if (equals > 0) _tags.TryAdd(tag[..equals].TrimEnd(), tag[(equals + 1)..].Trim());
        }
    }

    /// <summary>Null when it is not there.</summary>
    public string? this[string name] => _tags.GetValueOrDefault(name);

    /// <summary>Whether a tag that lists words holds this one; true when it is not there at all.</summary>
    public bool Allows(string name, string word) => this[name] is not { } list
        || list.Split(':', StringSplitOptions.TrimEntries).Any(one => one == "*" || one.Equals(word, StringComparison.OrdinalIgnoreCase));

    public bool Lists(string name, string word) => this[name] is not null && Allows(name, word);
}
