using ActorMail.Node.Tests.Rig;

namespace ActorMail.Node.Tests.Triggers;

/// <summary>docs/triggers.md.</summary>
internal static class TriggersPage
{
    private static readonly DocPage Page = new("triggers.md");

    public static string Snippet(string name, params (string Word, string With)[] words) => Page.Snippet(name, words);
}
