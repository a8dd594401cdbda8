namespace ActorMail.Node.Tests.Cli;

/// <summary>Answers in the shapes of DESIGN section 7.</summary>
internal static class Samples
{
    public const string Id = "0fzq8k2m4n6p0";

    public static string Post(string status, int accepted = 0, int rejected = 0, string more = "") =>
        $$"""
        {"id":"{{Id}}","subject":"News","list":"readers","status":"{{status}}","revision":1,"createdAt":"2026-03-01T09:00:00Z",
        """.TrimEnd() +
        $$"""
        "publishedAt":"2026-03-01T09:00:01Z","totals":{"audience":1000,"audienceIsEstimate":false,"accepted":{{accepted}},
        """.TrimEnd() +
        $$"""
        "deferred":0,"rejected":{{rejected}},"skipped":0,"uncertain":0,"cancelled":0,"pending":{{1000 - accepted - rejected}}},
        """.TrimEnd() +
        $$"""
        "balanced":true,"inFlight":0,"ratePerSecond":0{{more}}}
        """;

    public static string Problem(int status, string detail) =>
        $$"""{"title":"A title","status":{{status}},"detail":"{{detail}}"}""";
}
