using System.Globalization;

namespace ActorMail.Cli.Posts;

/// <summary>A relay's reply on one line, such as <c>550 5.1.1 no such user</c>.</summary>
internal static class ReplyText
{
    /// <summary>Code 0 is the node's own refusal and is not shown.</summary>
    public static string Of(int? code, string? enhanced, string? text) => string.Join(' ', new[]
    {
        code is null or 0 ? null : code.Value.ToString("000", CultureInfo.InvariantCulture), enhanced, text,
    }.Where(part => !string.IsNullOrEmpty(part)));
}
