namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>The tags an author may use, and how each is written. None of them reaches outside of the text.</summary>
internal static class TagGrammar
{
    private static readonly string[] Comparisons = ["==", "!=", "<>", "<=", ">=", "<", ">", "contains"];

    /// <summary>Tags that open a block, with the tags allowed in between.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Blocks = new Dictionary<string, string[]>
    {
        ["if"] = ["elsif", "else"],
        ["unless"] = ["elsif", "else"],
        ["case"] = ["when", "else"],
        ["for"] = ["else"],
        ["capture"] = [],
    };

    public static bool IsKnown(string name) =>
        Blocks.ContainsKey(name) || name is "elsif" or "else" or "when" or "assign" or "break" or "continue" || EndOf(name) is not null;

    /// <summary>The block an end tag closes, or null.</summary>
    public static string? EndOf(string name) =>
        name.StartsWith("end", StringComparison.Ordinal) && Blocks.ContainsKey(name[3..]) ? name[3..] : null;

    /// <summary>The variable a tag makes, or null; the tag itself may still be wrong.</summary>
    public static string? Declares(string name, string markup)
    {
        if (name is not ("assign" or "capture" or "for")) return null;
        var declared = markup.TrimStart();
        var end = 0;
        while (end < declared.Length && (char.IsLetterOrDigit(declared[end]) || declared[end] is '_' or '-')) end++;
        return end == 0 ? null : declared[..end];
    }

    /// <summary>Reads a tag and gives it in the form the block renderer takes.</summary>
    /// <exception cref="FormatException">It says what is wrong.</exception>
    public static string Read(string name, string markup, IReadOnlySet<string> variables)
    {
        var reader = new MarkupReader(markup, variables);
        var result = markup;
        switch (name)
        {
            case "if" or "elsif" or "unless":
                Condition(reader);
                break;
            case "case":
                reader.Operand();
                break;
            case "when":
                do reader.Operand();
                while (reader.TakeAny("or", ","));
                break;
            case "for":
                Loop(reader);
                break;
            case "assign":
                var target = reader.Name();
                reader.Expect("=");
                result = $"{target} = {reader.Expression().ToLiquid()}";
                break;
            case "capture":
                result = reader.Name();
                break;
        }

        reader.ExpectEnd();
        return result;
    }

    private static void Condition(MarkupReader reader)
    {
        do
        {
            reader.Operand();
            if (reader.TakeAny(Comparisons)) reader.Operand();
        }
        while (reader.TakeAny("and", "or"));
    }

    private static void Loop(MarkupReader reader)
    {
        reader.Name();
        reader.Expect("in");
        if (reader.Take("("))
        {
            reader.Operand();
            reader.Expect("..");
            reader.Operand();
            reader.Expect(")");
        }
        else if (!reader.TakeAttributes())
        {
            reader.Operand();
        }

        while (!reader.AtEnd)
        {
            if (reader.Take("reversed")) continue;
            if (!reader.TakeAny("limit", "offset")) reader.ExpectEnd();
            reader.Expect(":");
            reader.Operand();
        }
    }
}
