using System.Text;
using ActorMail.Cli.Terminal;

namespace ActorMail.Cli.Prompt;

/// <summary>Reads a line from a keyboard and shows it while it is typed.</summary>
internal sealed class LineEditor(Shell shell, Keyboard keyboard, Func<string, IReadOnlyList<string>> suggest)
{
    private const string Mark = "actormail> ";
    private const int Width = 100;
    private readonly LineBuffer _line = new();

    public IReadOnlyList<string> History => _line.History;

    /// <summary>The line; null when there will be no more (Ctrl-D).</summary>
    public string? Read()
    {
        keyboard.Take(true);
        try
        {
            return ReadKeys();
        }
        finally
        {
            keyboard.Take(false);
        }
    }

    private string? ReadKeys()
    {
        _line.Clear();
        Show();
        while (true)
        {
            var key = keyboard.Read();
            switch (key)
            {
                case { Key: ConsoleKey.Enter } or { KeyChar: '\n' }:
                    End();
                    return _line.Accept();
                case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when _line.Text.Length == 0:
                    End();
                    return null;
                case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                    End();
                    _line.Clear();
                    break;
                case { Key: ConsoleKey.Tab }:
                    Complete();
                    break;
                default:
                    _line.Apply(key);
                    break;
            }

            Show();
        }
    }

    private void Complete()
    {
        var before = _line.Text[.._line.Cursor];
        var begun = before[(before.LastIndexOf(' ') + 1)..];
        var words = suggest(before);
        if (words.Count == 0) return;
        var common = Common(words);
        if (common.Length > begun.Length) _line.Insert(common[begun.Length..]);
        if (words.Count == 1)
        {
            _line.Insert(" ");
            return;
        }

        End();
        shell.Print(string.Join("  ", words));
    }

    private static string Common(IReadOnlyList<string> words)
    {
        var length = 0;
        while (words.All(word => word.Length > length && word[length] == words[0][length])) length++;
        return words[0][..length];
    }

    /// <summary>A line longer than a row shows the part around the cursor.</summary>
    private void Show()
    {
        var from = Math.Max(0, _line.Cursor - Width);
        var text = Printable.Clean(_line.Text[from..Math.Min(_line.Text.Length, from + Width)]);
        var back = text.Length - (_line.Cursor - from);
        Write($"\r{Mark}{text}\e[K{(back > 0 ? $"\e[{back}D" : "")}");
    }

    private void End() => Write("\r\n");

    private void Write(string text)
    {
        shell.PrintRaw(Encoding.UTF8.GetBytes(text));
        shell.Flush();
    }
}
