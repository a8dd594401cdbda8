using ActorMail.Letters;
using ActorMail.Options;
using ActorMail.PostFiles;
using ActorMail.Smtp.Letters.Confirmation;

namespace ActorMail.Node.Start;

/// <summary>The file with the owner's words for confirmation mails, read before anything is started.</summary>
/// <param name="Text">Null for the default ones.</param>
/// <param name="Faults">What stops the start: one, which tells all that is wrong with the file.</param>
internal sealed record ConfirmationFile(ConfirmationText? Text, IReadOnlyList<OptionFault> Faults)
{
    public static ConfirmationFile Read(SignUpOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Letter)) return new ConfirmationFile(null, []);
        var file = options.Letter;
        string? text;
        try
        {
            text = FileText.Decode(File.ReadAllBytes(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Refused($"cannot be read: {fault.Message}");
        }

        if (text is null) return Refused($"{file} is not in UTF-8");
        if (!FrontMatter.TryParse(text, out var head, out var broken)) return Refused($"{file}, line {broken.Line}: {broken.Reason}");
        var own = new ConfirmationText(head.Subject ?? "", head.Body);
        var above = text.AsSpan(0, text.Length - head.Body.Length).Count('\n');
        var wrong = ConfirmationPress.Check(own).Select(fault => $"line {LineOf(fault, head, above)}: {fault.Message}").ToList();
        return wrong.Count > 0 ? Refused($"{file}, {string.Join("; ", wrong)}") : new ConfirmationFile(own, []);
    }

    /// <summary>What the whole body lacks is missing at its beginning.</summary>
    private static int LineOf(ContentFault fault, FrontMatter head, int above) =>
        fault.Field == "subject" ? Math.Max(1, head.SubjectLine) : above + (fault.Line ?? 1);

    private static ConfirmationFile Refused(string why) => new(null, [new OptionFault($"{ActorMailOptions.Section}:SignUp:Letter", why)]);
}
