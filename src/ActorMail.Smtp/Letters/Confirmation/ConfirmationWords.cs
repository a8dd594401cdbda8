using ActorMail.Smtp.Letters.Placeholders;

namespace ActorMail.Smtp.Letters.Confirmation;

/// <summary>What a confirmation mail says, as text and as HTML.</summary>
internal sealed record ConfirmationWords(string Subject, string Text, string Html)
{
    private const string DefaultSubject = "Please confirm your subscription";

    /// <summary>Where the owner has no words of their own.</summary>
    /// <param name="sender">The display name, or the domain of a sender without one.</param>
    public static ConfirmationWords Default(string sender, string link) => new(DefaultSubject, TextOf(sender, link), HtmlOf(sender, link));

    private static string TextOf(string sender, string link) => $"""
        Somebody, most likely you, asked {sender} to send mails to this address.

        If it was you, open this page and press its button:

        {link}

        If it was not, do nothing: without that you join nothing.

        """.ReplaceLineEndings("\n");

    private static string HtmlOf(string sender, string link) => $"""
        <!DOCTYPE html>
        <html>
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{DefaultSubject}</title>
        </head>
        <body style="margin:0;padding:32px 16px;font-family:system-ui,-apple-system,'Segoe UI',Roboto,Arial,sans-serif;font-size:16px;line-height:1.6">
        <div style="max-width:480px;margin:0 auto">
        <p style="margin:0 0 24px">Somebody, most likely you, asked <strong>{HtmlEscape.Encode(sender)}</strong> to send mails to this address.</p>
        <p style="margin:0 0 24px"><a href="{HtmlEscape.Encode(link)}" style="display:inline-block;padding:12px 24px;border-radius:8px;background-color:#1f5fd0;color:#ffffff;text-decoration:none;font-weight:600">Confirm the subscription</a></p>
        <p style="margin:0;font-size:14px">It opens a page with one button. If it was not you, do nothing: without that you join nothing.</p>
        </div>
        </body>
        </html>

        """.ReplaceLineEndings("\n");
}
