using ActorMail.Engine;

namespace ActorMail.Subscribers;

/// <summary>Changes of attributes, by name.</summary>
internal static class AttributeMerge
{
    /// <summary>The stored attributes after <paramref name="changes"/>.</summary>
    /// <param name="emptyRemoves">True when an empty value removes the attribute, false when it leaves it alone.</param>
    public static string Into(string stored, IReadOnlyDictionary<string, string>? changes, bool emptyRemoves)
    {
        if (changes is null or { Count: 0 }) return stored;
        var merged = new Dictionary<string, string>(StoredJson.Attributes(stored));
        foreach (var (name, value) in changes)
        {
            if (value.Length > 0) merged[name] = value;
            else if (emptyRemoves) merged.Remove(name);
        }

        return StoredJson.Attributes(merged);
    }
}
