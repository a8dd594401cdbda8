using System.Globalization;
using ActorMail.Bench.Peers;
using ActorMail.Bench.Results;

namespace ActorMail.Bench.Measures;

/// <summary>The goals of the throughput run: ratios of rows of one run.</summary>
internal static class ThroughputGoals
{
    private static readonly (string Peer, double Least)[] Near =
    [
        ("nodemailer's pool", 6), (Contestants.Hangfire.Name, 3), (Contestants.MailKitLoop.Name, 1.5), (Contestants.SmtpSource.Name, 0.6),
    ];

    public static IEnumerable<Figure> Of(IReadOnlyList<Row> rows, int readers, double signatures)
    {
        var us = Find(rows, readers, 0, OurNode.OnSqlite.Name)!;
        foreach (var (peer, least) in Near)
        {
            if (Find(rows, readers, 0, peer) is { } row)
                yield return new Figure(Name(readers, $"ActorMail on SQLite to {peer}"), us.MailsPerSecond / row.MailsPerSecond, "x", Bound.Over(least));
        }

        yield return new Figure(Name(readers, "ActorMail on SQLite, CPU a letter of the whole node"), us.CpuMicroseconds, "µs", Bound.Under(250));
        foreach (var row in rows.Where(row => row.Delay == 0 && row.Contestant == OurNode.OnSqlite.Name))
            yield return new Figure(Name(row.Readers, "ActorMail on SQLite, peak memory"), row.PeakMiB, "MiB", Bound.Under(200));
        yield return new Figure("RSA-2048 signatures alone, on all cores", signatures, "/s");
        if (Find(rows, readers, 0, OurNode.Signing.Name) is { } signed)
            yield return new Figure(Name(readers, "ActorMail signing, to the signatures alone"), signed.MailsPerSecond / signatures, "x", Bound.Over(0.9));
        if (Find(rows, readers, 0, Contestants.SmtpSource.Name) is { } limit)
            yield return new Figure(Name(readers, "if smtp-source signed, to the signatures alone (reckoned)"), Both(limit.MailsPerSecond, signatures) / signatures, "x");
        foreach (var far in rows.Where(row => row.Delay == 50 && row.Contestant != OurNode.OnSqlite.Name))
        {
            var ours = Find(rows, far.Readers, far.Delay, OurNode.OnSqlite.Name)!;
            yield return new Figure($"answers after 50 ms: ActorMail on SQLite to {far.Contestant}", ours.MailsPerSecond / far.MailsPerSecond, "x", Bound.Over(2.5));
        }
    }

    /// <summary>The rate of who does two things one after the other on the same cores: sender and sink share them with the signature.</summary>
    private static double Both(double one, double other) => 1 / (1 / one + 1 / other);

    private static Row? Find(IReadOnlyList<Row> rows, int readers, int delay, string contestant) =>
        rows.FirstOrDefault(row => row.Readers == readers && row.Delay == delay && row.Contestant == contestant);

    private static string Name(int readers, string what) => string.Create(CultureInfo.InvariantCulture, $"{readers:N0} readers: {what}");
}
