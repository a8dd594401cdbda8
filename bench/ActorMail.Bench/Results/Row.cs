using System.Globalization;

namespace ActorMail.Bench.Results;

/// <summary>How one contestant did.</summary>
/// <param name="Delay">Milliseconds after which the sink answers.</param>
/// <param name="CpuMicroseconds">A letter's, of all the contestant's processes.</param>
/// <param name="AllocatedKiB">A letter's; null where nobody counts.</param>
internal sealed record Row(
    int Readers, int Delay, string Contestant, double MailsPerSecond, double CpuMicroseconds, double? AllocatedKiB, double PeakMiB)
{
    public const string Head = """
        | readers | answers after | sent by | mails/s | CPU a mail | allocated a mail | peak memory |
        |---:|---:|---|---:|---:|---:|---:|
        """;

    public override string ToString()
    {
        var allocated = AllocatedKiB is { } kib ? string.Create(CultureInfo.InvariantCulture, $"{kib:N1} KiB") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"| {Readers:N0} | {Delay} ms | {Contestant} | {MailsPerSecond:N0} | {CpuMicroseconds:N0} µs | {allocated} | {PeakMiB:N0} MiB |");
    }
}
