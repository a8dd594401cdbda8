using System.Globalization;
using System.Text.Json;
using ActorMail.Cli.CommandLine;
using ActorMail.Cli.Node;
using ActorMail.Cli.Terminal;
using ActorMail.PostFiles;

namespace ActorMail.Cli.Logs;

/// <summary>A line of a log for a person, or for a machine.</summary>
internal static class LogText
{
    public static string Of(LogLine line)
    {
        var number = line.EventId == 0 ? "-" : line.EventId.ToString(CultureInfo.InvariantCulture);
        var words = line.Exception is null ? line.Message : $"{line.Message} ({line.Exception})";
        return TextTable.Line([Moment.Text(line.At)!, line.Level, number, Printable.OneLine(words)], 20, 11, 4);
    }

    public static void Print(Call call, LogLine line)
    {
        if (call.Json) call.Shell.PrintLine(JsonSerializer.SerializeToUtf8Bytes(line, NodeJson.Default.LogLine));
        else call.Shell.Print(Of(line));
    }
}
