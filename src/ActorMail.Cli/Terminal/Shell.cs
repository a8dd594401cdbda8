using System.Text;

namespace ActorMail.Cli.Terminal;

/// <summary>What surrounds the command: its three streams, the environment and the clock. Data goes to stdout, talk to stderr.</summary>
internal sealed class Shell
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly Stream _output;
    private readonly Func<string, string?> _variables;

    public Shell(
        Stream input, Stream output, TextWriter error, bool errorIsTerminal, Func<string, string?> variables, TimeProvider time)
    {
        Input = input;
        _output = new BufferedStream(output, 64 * 1024);
        Text = new StreamWriter(_output, Utf8) { AutoFlush = true, NewLine = "\n" };
        Error = error;
        ErrorIsTerminal = errorIsTerminal;
        _variables = variables;
        Time = time;
    }

    public Stream Input { get; }

    /// <summary>Stdout for what others print (help, version).</summary>
    public TextWriter Text { get; }

    public TextWriter Error { get; }

    /// <summary>True when a person looks at stderr, so that a bar may move there.</summary>
    public bool ErrorIsTerminal { get; }

    /// <summary>True when a person looks at stdout, so that a table may be shown in place.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>The keyboard; null when stdin is no terminal.</summary>
    public Keyboard? Keyboard { get; init; }

    public TimeProvider Time { get; }

    public static Shell OfProcess()
    {
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Utf8;
        return new Shell(
            Console.OpenStandardInput(),
            StandardOutput.Open(),
            Console.Error,
            !Console.IsErrorRedirected,
            Environment.GetEnvironmentVariable,
            TimeProvider.System)
        {
            OutputIsTerminal = !Console.IsOutputRedirected,
            Keyboard = Console.IsInputRedirected ? null : Keyboard.OfConsole,
        };
    }

    /// <summary>An environment variable; an empty one counts as none.</summary>
    public string? Variable(string name) => _variables(name) is { Length: > 0 } value ? value : null;

    /// <summary>One line of data.</summary>
    public void Print(string line) => _output.Write(Utf8.GetBytes(Printable.Clean(line) + "\n"));

    /// <summary>One line of data exactly as it came.</summary>
    public void PrintLine(ReadOnlySpan<byte> raw)
    {
        _output.Write(raw.TrimEnd("\r\n"u8));
        _output.Write("\n"u8);
    }

    /// <summary>Data exactly as it came.</summary>
    public void PrintRaw(ReadOnlySpan<byte> raw) => _output.Write(raw);

    /// <summary>One line of talk.</summary>
    public void Say(string line) => Error.WriteLine(Printable.Clean(line));

    /// <summary>Lets a reader at the other end of a pipe see what was printed so far.</summary>
    public void Flush() => _output.Flush();
}
