namespace ActorMail.Cli.Terminal;

/// <summary>A terminal's keys.</summary>
/// <param name="Take">
/// With true, Ctrl-C is a key like any other, as it has to be while a line is edited; with false it ends what runs.
/// </param>
internal sealed record Keyboard(Func<ConsoleKeyInfo> Read, Action<bool> Take)
{
    public static Keyboard OfConsole { get; } = new(
        () => Console.ReadKey(intercept: true), taken => Console.TreatControlCAsInput = taken);
}
