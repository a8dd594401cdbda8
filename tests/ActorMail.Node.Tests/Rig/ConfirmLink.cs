using System.Text.RegularExpressions;

namespace ActorMail.Node.Tests.Rig;

/// <summary>What a reader opens in a confirmation mail.</summary>
internal static partial class ConfirmLink
{
    public static string In(string? text) => Link().Match(text ?? "").Value;

    [GeneratedRegex(@"http\S+/c/[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
