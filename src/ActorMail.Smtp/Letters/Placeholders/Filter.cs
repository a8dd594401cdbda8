namespace ActorMail.Smtp.Letters.Placeholders;

/// <summary>One filter: text, numbers and the letter's date in, text or a number out. Nothing else is within its reach.</summary>
internal sealed record Filter(string Name, int MinArguments, int MaxArguments, FilterBody Body)
{
    public object? Run(object? input, object?[] arguments, DateTimeOffset date)
    {
        var result = Body(input, arguments, date);
        if (result is string { Length: > LetterLimits.MaxRenderedLength }) throw TooLong();
        return result;
    }

    public static LetterFailedException TooLong() =>
        new($"A rendered part or value is longer than {LetterLimits.MaxRenderedLength} characters.");
}

internal delegate object? FilterBody(object? input, object?[] arguments, DateTimeOffset date);
