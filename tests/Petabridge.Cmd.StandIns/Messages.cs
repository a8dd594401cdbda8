namespace Petabridge.Cmd;

/// <param name="Arguments">A switch and its value each.</param>
public sealed record Command(string Palette, string Name, IReadOnlyList<Tuple<string, string>> Arguments);

public class CommandResponse(string message, bool final = true)
{
    public static readonly CommandResponse Empty = new("");

    public string Message { get; } = message;

    public bool Final { get; } = final;
}

public sealed class ErroredCommandResponse(string message) : CommandResponse(message);
