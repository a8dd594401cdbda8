namespace ActorMail.Web.Requests;

/// <summary>A part of a request's path, as its caller meant it.</summary>
internal static class PathText
{
    /// <summary>A slash inside one part comes as %2F, which routing leaves as it is; an address may hold one (RFC 5321 4.1.2).</summary>
    public static string Of(string part) => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
