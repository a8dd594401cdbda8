namespace ActorMail.Cli.Prompt;

/// <summary>The line being typed: what a key does to it. Nothing here knows a terminal.</summary>
internal sealed class LineBuffer
{
    private readonly List<string> _history = [];
    private int _at;
    private string _draft = "";

    public string Text { get; private set; } = "";

    /// <summary>Where the next character goes, from 0.</summary>
    public int Cursor { get; private set; }

    public IReadOnlyList<string> History => _history;

    public void Clear()
    {
        Put("");
        _at = _history.Count;
    }

    /// <summary>Takes the line over into the history and begins a new one.</summary>
    public string Accept()
    {
        var line = Text;
        if (!string.IsNullOrWhiteSpace(line) && _history.LastOrDefault() != line) _history.Add(line);
        Clear();
        return line;
    }

    public void Put(string text) => (Text, Cursor) = (text, text.Length);

    /// <summary>Puts in the part of a word that is still to be typed.</summary>
    public void Insert(string text)
    {
        Text = Text.Insert(Cursor, text);
        Cursor += text.Length;
    }

    /// <summary>False when the key means nothing here.</summary>
    public bool Apply(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Backspace when Cursor > 0:
                Text = Text.Remove(--Cursor, 1);
                return true;
            case ConsoleKey.Delete when Cursor < Text.Length:
                Text = Text.Remove(Cursor, 1);
                return true;
            case ConsoleKey.LeftArrow:
                Cursor = Math.Max(0, Cursor - 1);
                return true;
            case ConsoleKey.RightArrow:
                Cursor = Math.Min(Text.Length, Cursor + 1);
                return true;
            case ConsoleKey.Home:
                Cursor = 0;
                return true;
            case ConsoleKey.End:
                Cursor = Text.Length;
                return true;
            case ConsoleKey.UpArrow:
                return Recall(_at - 1);
            case ConsoleKey.DownArrow:
                return Recall(_at + 1);
            default:
                if (char.IsControl(key.KeyChar)) return false;
                Insert(key.KeyChar.ToString());
                return true;
        }
    }

    private bool Recall(int at)
    {
        if (at < 0 || at > _history.Count) return false;
        if (_at == _history.Count) _draft = Text;
        _at = at;
        Put(at == _history.Count ? _draft : _history[at]);
        return true;
    }
}
