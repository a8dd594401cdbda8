using System.Globalization;
using ActorMail.Bench.Measures;
using ActorMail.Bench.Parts;
using ActorMail.Bench.Peers;
using ActorMail.Bench.Readers;
using ActorMail.Bench.Results;
using ActorMail.Bench.Rounds;

// Made-up readers go through a real node to Postfix's smtp-sink; see Usage. Figures are kept under bench/results.
const string usage = """
    ActorMail.Bench all                     everything below, about an hour
    ActorMail.Bench start                   process start until the node is ready
    ActorMail.Bench import                  100,000 readers from one CSV file
    ActorMail.Bench latency                 publish over HTTP: idle with 10 readers, and in a run to 100,000
    ActorMail.Bench triggers                how long each trigger's caller waits, to a list of 100,000
    ActorMail.Bench parts                   a letter composed, personalised and signed, a reply judged, a round: microseconds and bytes
    ActorMail.Bench throughput [READERS [CONNECTIONS]]
                                            12 KiB letters to one sink, by ActorMail (SQLite, PostgreSQL, DKIM) and by a MailKit loop, Hangfire,
                                            nodemailer, PHPMailer and smtp-source (1,000, 10,000 and 100,000 readers over 8 connections; a few
                                            with answers after 5 and 50 ms); up to half an hour
    ActorMail.Bench scale [READERS]         one large list: import, publish, send, look at it meanwhile (1,000,000 readers; up to a quarter of an hour)
    ActorMail.Bench rounds [READERS]        the engine with its rounds on SQLite beside the same without any store
                                            (20,000 readers, in turns, a large and a small letter)
    ActorMail.Bench rejected [READERS]      1 in 100 readers refused beside nobody refused, in turns (20,000 readers)
    ActorMail.Bench cluster [READERS]       three nodes on PostgreSQL beside one, in turns, to a sink that answers every
                                            command after 20 ms (6,000 readers)
    ActorMail.Bench readers FILE COUNT      only writes a CSV file of made-up readers
    """;

using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(90));
switch (args)
{
    case ["readers", var file, var count]:
        await ReaderCsv.WriteAsync(file, Number(count));
        return 0;
    case ["peer", var port, var readers, var connections, var letter]:
        return await MailKitLoop.RunAsync(Number(port), Number(readers), Number(connections), letter);
    case ["hangfire", var port, var readers, var workers, var letter]:
        return await HangfireJobs.RunAsync(Number(port), Number(readers), Number(workers), letter);
    case ["start"]:
        return Report.Keep(await StartTime.MeasureAsync(limit.Token));
    case ["import"]:
        return Report.Keep(await ImportRate.MeasureAsync(limit.Token));
    case ["latency"]:
        return Report.Keep(await PublishLatency.MeasureAsync(limit.Token));
    case ["triggers"]:
        return Report.Keep(await TriggerLatency.MeasureAsync(limit.Token));
    case ["parts"]:
        return Report.Keep(PartCosts.Measure());
    case ["throughput"]:
        return Report.Keep(await Throughput.MeasureAsync([1_000, 10_000, 100_000], Throughput.Connections, limit.Token));
    case ["throughput", var readers]:
        return Report.Keep(await Throughput.MeasureAsync([Number(readers)], Throughput.Connections, limit.Token));
    case ["throughput", var readers, var connections]:
        return Report.Keep(await Throughput.MeasureAsync([Number(readers)], Number(connections), limit.Token));
    case ["scale"]:
        return Report.Keep(await Scale.MeasureAsync(1_000_000, limit.Token));
    case ["scale", var readers]:
        return Report.Keep(await Scale.MeasureAsync(Number(readers), limit.Token));
    case ["rounds"]:
        return Report.Keep(await RoundCost.MeasureAsync(20_000, limit.Token));
    case ["rounds", var readers]:
        return Report.Keep(await RoundCost.MeasureAsync(Number(readers), limit.Token));
    case ["rejected"]:
        return Report.Keep(await RejectedCost.MeasureAsync(20_000, limit.Token));
    case ["rejected", var readers]:
        return Report.Keep(await RejectedCost.MeasureAsync(Number(readers), limit.Token));
    case ["cluster"]:
        return Report.Keep(await ClusterRate.MeasureAsync(6_000, limit.Token));
    case ["cluster", var readers]:
        return Report.Keep(await ClusterRate.MeasureAsync(Number(readers), limit.Token));
    case ["engine", var books, var port, var connections, var letters, var markdown]:
        return await EngineRun.RunAsync(
            books, Number(port), Number(connections),
            Number(letters), markdown);
    case ["all"]:
        var missed = Report.Keep(await StartTime.MeasureAsync(limit.Token));
        missed += Report.Keep(await ImportRate.MeasureAsync(limit.Token));
        missed += Report.Keep(await PublishLatency.MeasureAsync(limit.Token));
        missed += Report.Keep(await TriggerLatency.MeasureAsync(limit.Token));
        missed += Report.Keep(PartCosts.Measure());
        missed += Report.Keep(await Throughput.MeasureAsync([1_000, 10_000, 100_000], Throughput.Connections, limit.Token));
        missed += Report.Keep(await Scale.MeasureAsync(1_000_000, limit.Token));
        missed += Report.Keep(await RoundCost.MeasureAsync(20_000, limit.Token));
        missed += Report.Keep(await RejectedCost.MeasureAsync(20_000, limit.Token));
        missed += Report.Keep(await ClusterRate.MeasureAsync(6_000, limit.Token));
        return missed;
    default:
        Console.Error.WriteLine(usage);
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
