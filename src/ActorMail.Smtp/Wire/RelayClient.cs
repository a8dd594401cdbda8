using System.Text;
using ActorMail.Relays;
using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace ActorMail.Smtp.Wire;

/// <summary>MailKit's client, made to report its phases and to log in with exactly one mechanism.</summary>
internal sealed class RelayClient : SmtpClient
{
    private readonly WireProgress _progress;
    private long _size;

    public RelayClient(string ehloName, WireProgress progress, IProtocolLogger watch) : base(watch)
    {
        _progress = progress;
        LocalDomain = ehloName;
    }

    /// <summary>Gives the text of the 250; throws for everything else.</summary>
    public Task<string> SendAsync(MailKitMessage letter, MailboxAddress from, MailboxAddress to, CancellationToken cancel)
    {
        _size = letter.Size;
        _progress.Begin();
        return SendAsync(FormatOptions.Default, letter.Message, from, [to], cancel);
    }

    /// <summary>
    /// AUTH by PLAIN, or LOGIN when only that is offered. Done by hand because MailKit tells the refusal's code only in a text.
    /// Gives the last reply; null when the relay offers neither.
    /// </summary>
    public async Task<SmtpReply?> LoginAsync(string user, string password, CancellationToken cancel)
    {
        string[] secrets = [Word($"\0{user}\0{password}"), Word(password), password];
        if (AuthenticationMechanisms.Contains("PLAIN"))
            return Without(secrets, await SayAsync("AUTH PLAIN " + secrets[0], cancel).ConfigureAwait(false));
        if (!AuthenticationMechanisms.Contains("LOGIN")) return null;
        var reply = await SayAsync("AUTH LOGIN", cancel).ConfigureAwait(false);
        if (reply.Code == 334) reply = await SayAsync(Word(user), cancel).ConfigureAwait(false);
        if (reply.Code == 334) reply = await SayAsync(secrets[1], cancel).ConfigureAwait(false);
        return Without(secrets, reply);
    }

    protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        _progress.SenderAccepted();

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        _progress.RecipientAccepted();

    // The letter was prepared and measured before MAIL.
    protected override void Prepare(
        FormatOptions options, MimeMessage message, EncodingConstraint constraint, int maxLineLength) { }

    protected override Task<long> GetSizeAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken) =>
        Task.FromResult(_size);

    private static string Word(string secret) => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));

    /// <summary>A relay may repeat what it was told, and its reply is shown and logged.</summary>
    private static SmtpReply Without(string[] secrets, SmtpReply reply) => reply with
    {
        Text = secrets.Where(secret => secret.Length > 0)
            .Aggregate(reply.Text, (text, secret) => text.Replace(secret, "(hidden)", StringComparison.Ordinal)),
    };

    private async Task<SmtpReply> SayAsync(string command, CancellationToken cancel)
    {
        var response = await SendCommandAsync(command, cancel).ConfigureAwait(false);
        return SmtpReply.Parse((int)response.StatusCode, response.Response);
    }
}
