using ActorMail.Delivery;
using ActorMail.SignUps;
using ActorMail.Subscribers;
using ActorMail.Tokens;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>A store in which addresses are signed up, as one node sees it.</summary>
public abstract class SignUpStore : StoreCompliance
{
    protected static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    protected static readonly TimeSpan Over = TimeSpan.FromMilliseconds(-1);
    protected static readonly EmailAddress Ada = EmailAddress.Parse("Ada@example.net");
    protected static readonly AddressMarks Marks = new(new InstanceKeys(new byte[32]));

    protected Guid Node { get; } = Guid.NewGuid();

    protected Task<SignUpTaken> AskAsync(EmailAddress email, string list) =>
        Stores.Database.SignUps.AskAsync(new SignUpWish(email, Marks.Of(email), Marks.OfMailbox(email), [list]), None);

    protected Task<SignUpMail?> ClaimAsync() => Stores.Database.SignUpMails.ClaimAsync(Node, Lease, OnUncertain.Resend, None);

    protected Task EndAsync(SignUpMail mail, SignUpMailEnd end) => Stores.Database.SignUpMails.EndAsync(mail, Node, end, None);

    protected async Task<SignUpMail> SendAsync()
    {
        var mail = await ClaimAsync();
        Assert.NotNull(mail);
        await EndAsync(mail, new SignUpMailEnd.Mailed("250 taken"));
        return mail;
    }

    protected Task<SignUpConfirmed> ConfirmAsync(SignUpMail mail, string? name = null) =>
        Stores.Database.SignUps.ConfirmAsync(mail.Mark, mail.Round, name, None);

    protected async Task<(SignUpState State, int Mails, string? Reply)> StandingAsync()
    {
        var one = Assert.Single(await Stores.Database.SignUps.ListAsync(null, 10, None));
        return (one.State, one.Mails, one.Reply);
    }

    protected Task LetADayPassAsync() => Stores.Database.Engine.WriteAsync(session => session.Run("""
        update sign_ups set mailed_at = mailed_at - 86400000, asked_at = asked_at - 86400000, due_at = due_at - 86400000
        """), None);

    protected async Task<string> EverythingKeptAsync() => string.Join('\n', await Stores.Database.Engine.ReadAsync(session => session.Query(
        "select coalesce(address, '') || coalesce(address_key, '') || coalesce(lists, '') || coalesce(reply, '') from sign_ups", row => row.Text(0)), None));
}
