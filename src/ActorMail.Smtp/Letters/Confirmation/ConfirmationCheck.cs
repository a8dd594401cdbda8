using ActorMail.Letters;
using ActorMail.Smtp.Letters.Placeholders;

namespace ActorMail.Smtp.Letters.Confirmation;

/// <summary>
/// Finds what is wrong with an owner's words for confirmation mails. Only names stand in them: a filter or a block could fail for one mail,
/// and there is no author to tell then.
/// </summary>
internal static class ConfirmationCheck
{
    private const string Subject = "subject";
    private const string Markdown = "markdown";
    private const string Names = "list.name, sender.name, sender.email or confirm_url";
    private const string Link = "https://mail.example.org/c/x";

    public static IReadOnlyList<ContentFault> Run(ConfirmationText own)
    {
        var faults = new List<ContentFault>();
        CheckSubject(own.Subject, faults);
        if (ContentCheck.SizeFault(Markdown, own.Markdown) is { } large) faults.Add(large);
        else CheckNames(Markdown, ConfirmationTemplate.Scan(own.Markdown), faults);
        if (faults.Count == 0) Try(own, faults);
        return faults;
    }

    private static void CheckSubject(string subject, List<ContentFault> faults)
    {
        if (ContentCheck.SubjectFault(subject) is { } fault) faults.Add(fault);
        else
        {
            var scanned = ConfirmationTemplate.Scan(subject);
            CheckNames(Subject, scanned, faults);
            if (scanned.Uses(PlaceholderName.ConfirmUrl, "confirm_url"))
                faults.Add(new(Subject, "The subject cannot hold the link ('confirm_url')."));
        }
    }

    private static void CheckNames(string field, LiquidText text, List<ContentFault> faults)
    {
        var wrong = text.Faults.Concat(text.Nodes.Select(node => node switch
        {
            LiquidNode.Tag tag => new LiquidFault($"'{{% {tag.Name} %}}' cannot be used here: only names can, in '{{{{ }}}}'", tag.Line),
            LiquidNode.Output { Value: not { Value: Operand.Known, Filters.Count: 0 } } output =>
                new LiquidFault($"'{{{{ }}}}' holds more than a name: {Names}", output.Line),
            _ => null,
        }).OfType<LiquidFault>());
        faults.AddRange(wrong.OrderBy(fault => fault.Line).Select(fault => new ContentFault(field, fault.Message, fault.Line)));
    }

    /// <summary>Whoever reads mails as text has to see the link too: so it is looked for there.</summary>
    private static void Try(ConfirmationText own, List<ContentFault> faults)
    {
        try
        {
            if (!ConfirmationTemplate.Of(own).Fill("A", "a@example.org", ["news"], Link).Text.Contains(Link, StringComparison.Ordinal))
                faults.Add(new(Markdown, "Nobody could confirm: it shows no link. Write one as [Confirm]({{ confirm_url }})."));
        }
        catch (FormatException fault)
        {
            faults.Add(new(Markdown, fault.Message));
        }
    }
}
