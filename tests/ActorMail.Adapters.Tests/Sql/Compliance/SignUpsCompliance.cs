using ActorMail.Delivery;
using ActorMail.SignUps;
using ActorMail.Subscribers;
using ActorMail.Tokens;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>What an engine that keeps sign-ups has to pass.</summary>
public abstract class SignUpsCompliance : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Over = TimeSpan.FromMilliseconds(-1);
    private static readonly EmailAddress Ada = EmailAddress.Parse("Ada@example.net");
    private static readonly AddressMarks Marks = new(new InstanceKeys(new byte[32]));
    private readonly Guid _node = Guid.NewGuid();
    private SqlDatabase _database = null!;

    protected abstract Task<SqlDatabase> OpenAsync();

    public async Task InitializeAsync() => _database = await OpenAsync();

    public virtual async Task DisposeAsync() => await _database.DisposeAsync();

    [StoreFact]
    public async Task A_wish_becomes_one_mail_and_a_confirmation_a_subscriber()
    {
        await AskAsync(Ada, "news");
        Assert.Null(await _database.Subscribers.ReadAsync(Ada, None));
        var mail = await SendAsync();
        Assert.Equal((Ada.ToString(), 1, 0, 0), (mail.Email.ToString(), mail.Number, mail.Attempts, mail.Doubts));
        Assert.Null(await ClaimAsync());
        Assert.Equal((SignUpState.Mailed, 1, "250 taken"), await StandingAsync());

        var place = await _database.SignUps.FindAsync(mail.Mark, mail.Round, None);
        Assert.Equal((Ada, null), (place!.Email, place.ConfirmedAt));
        Assert.Equal(["news"], Assert.IsType<SignUpConfirmed.Done>(await ConfirmAsync(mail, "Ada")).Lists);

        var reader = await _database.Subscribers.ReadAsync(Ada, None);
        Assert.Equal(("Ada", SubscriberState.Active), (reader!.Name, reader.State));
        Assert.Equal(["news"], reader.Lists);
        Assert.Empty(await _database.SignUps.ListAsync(null, 10, None));
        Assert.Null((await _database.SignUps.FindAsync(mail.Mark, mail.Round, None))!.Email);
    }

    [StoreFact]
    public async Task However_often_and_at_once_an_address_is_signed_up_it_gets_one_mail()
    {
        await Task.WhenAll(Enumerable.Range(0, 16).Select(n => AskAsync(EmailAddress.Parse(n % 2 == 0 ? "Ada@example.net" : "ADA@EXAMPLE.NET"), "news")));
        await SendAsync();
        for (var n = 0; n < 5; n++) await AskAsync(Ada, "news");
        Assert.Null(await ClaimAsync());
    }

    [StoreFact]
    public async Task It_gets_another_mail_a_day_later_and_never_a_fourth()
    {
        List<int> numbers = [];
        for (var day = 0; day < 5; day++)
        {
            await AskAsync(Ada, "news");
            if (await ClaimAsync() is { } mail)
            {
                numbers.Add(mail.Number);
                await EndAsync(mail, new SignUpMailEnd.Mailed("250 taken"));
            }

            await LetADayPassAsync();
        }

        Assert.Equal([1, 2, 3], numbers);
    }

    [StoreFact]
    public async Task One_mailbox_gets_one_mail_whatever_the_tag_of_its_address()
    {
        await Task.WhenAll(Enumerable.Range(0, 12).Select(n => AskAsync(EmailAddress.Parse($"ada+{n}@example.net"), "news")));
        await AskAsync(Ada, "news");
        await SendAsync();
        Assert.Null(await ClaimAsync());
        List<EmailAddress> mailed = [];
        for (var day = 0; day < 4; day++)
        {
            await LetADayPassAsync();
            while (await ClaimAsync() is { } mail)
            {
                mailed.Add(mail.Email);
                await EndAsync(mail, new SignUpMailEnd.Mailed("250 taken"));
            }

            Assert.InRange(mailed.Count, 0, day + 1);
        }

        Assert.Equal(2, mailed.Count);
    }

    [StoreFact]
    public async Task A_link_is_of_its_address_and_of_no_number()
    {
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        // As after a restore: the number is somebody else's now.
        await _database.Engine.WriteAsync(session => session.Run("delete from sign_ups"), None);
        var bob = EmailAddress.Parse("bob@example.net");
        await AskAsync(bob, "news");
        await _database.Engine.WriteAsync(session => session.Run("update sign_ups set id = @id", mail.Id.Value), None);
        Assert.IsType<SignUpConfirmed.Void>(await ConfirmAsync(mail));
        Assert.Null(await _database.Subscribers.ReadAsync(bob, None));
    }

    [StoreFact]
    public async Task A_link_is_void_after_its_time_though_nobody_has_swept()
    {
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        await _database.Engine.WriteAsync(session => session.Run("update sign_ups set wanted_at = wanted_at - 2592001000"), None);
        // A wish that brings no mail does not renew it.
        await AskAsync(Ada, "weekly");
        Assert.Null(await _database.SignUps.FindAsync(mail.Mark, mail.Round, None));
        Assert.IsType<SignUpConfirmed.Void>(await ConfirmAsync(mail));
        Assert.Equal(1, await _database.SignUpMails.SweepAsync(TimeSpan.FromDays(30), None));
    }

    [StoreFact]
    public async Task A_wish_while_the_mail_waits_for_days_begins_no_other()
    {
        await AskAsync(Ada, "news");
        var mail = await ClaimAsync();
        await EndAsync(mail!, new SignUpMailEnd.Again("451 later", TimeSpan.FromHours(1)));
        await LetADayPassAsync();
        await LetADayPassAsync();
        await AskAsync(Ada, "weekly");
        var again = await ClaimAsync();
        Assert.Equal((mail!.Number, 1), (again!.Number, again.Attempts));
    }

    [StoreFact]
    public async Task A_mail_that_never_began_is_none_of_the_three()
    {
        for (var time = 0; time < 5; time++)
        {
            await AskAsync(Ada, "news");
            Assert.True(await _database.Subscribers.EraseAsync(Ada, None));
        }

        await AskAsync(Ada, "news");
        Assert.Equal(1, (await SendAsync()).Number);
    }

    [StoreTheory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task A_mail_no_relay_took_through_no_fault_of_the_address_is_none_of_the_three(bool counts, int next)
    {
        await AskAsync(Ada, "news");
        await EndAsync((await ClaimAsync())!, new SignUpMailEnd.Refused("given up", counts));
        await LetADayPassAsync();
        await AskAsync(Ada, "news");
        Assert.Equal(next, (await SendAsync()).Number);
    }

    [StoreFact]
    public async Task After_a_relay_was_away_for_days_the_next_mail_is_a_day_after_the_last_one_began()
    {
        await AskAsync(Ada, "news");
        await LetADayPassAsync();
        await LetADayPassAsync();
        await EndAsync((await ClaimAsync())!, new SignUpMailEnd.Uncertain("no answer", null));
        await AskAsync(Ada, "news");
        Assert.Null(await ClaimAsync());
    }

    [StoreFact]
    public async Task Nothing_but_mark_and_count_is_kept_of_a_confirmed_reader_who_is_erased()
    {
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        await ConfirmAsync(mail);
        await _database.Subscribers.EraseAsync(Ada, None);
        Assert.Equal("", await EverythingKeptAsync());
        Assert.Null(await _database.SignUps.FindAsync(mail.Mark, mail.Round, None));
        Assert.IsType<SignUpConfirmed.Void>(await ConfirmAsync(mail));
    }

    [StoreFact]
    public async Task A_forgotten_address_still_has_had_its_mails()
    {
        SignUpMail mail = null!;
        for (var day = 0; day < 3; day++)
        {
            await AskAsync(Ada, "news");
            mail = await SendAsync();
            await LetADayPassAsync();
        }

        Assert.Equal(0, await _database.SignUpMails.SweepAsync(TimeSpan.FromDays(30), None));
        Assert.Equal(1, await _database.SignUpMails.SweepAsync(TimeSpan.FromMilliseconds(-1000), None));
        Assert.Null(await _database.SignUps.FindAsync(mail.Mark, mail.Round, None));
        Assert.IsType<SignUpConfirmed.Void>(await ConfirmAsync(mail));
        await AskAsync(Ada, "news");
        Assert.Null(await ClaimAsync());
        Assert.Empty(await _database.SignUps.ListAsync(null, 10, None));
        Assert.Equal("", await EverythingKeptAsync());
    }

    [StoreFact]
    public async Task A_wish_for_another_list_joins_the_one_that_waits()
    {
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        await AskAsync(Ada, "weekly");
        Assert.Null(await ClaimAsync());
        Assert.Equal(["news", "weekly"], Assert.IsType<SignUpConfirmed.Done>(await ConfirmAsync(mail)).Lists);
    }

    [StoreFact]
    public async Task A_wish_soon_after_a_confirmation_is_mailed_a_day_after_the_last_mail()
    {
        await AskAsync(Ada, "news");
        var first = await SendAsync();
        await ConfirmAsync(first);
        await AskAsync(Ada, "weekly");
        Assert.Null(await ClaimAsync());
        await LetADayPassAsync();
        var second = await SendAsync();
        Assert.NotEqual(first.Round, second.Round);
        Assert.IsType<SignUpConfirmed.Void>(await ConfirmAsync(first));
        await ConfirmAsync(second);
        Assert.Equal(["news", "weekly"], (await _database.Subscribers.ReadAsync(Ada, None))!.Lists);
    }

    [StoreFact]
    public async Task Who_is_on_the_list_or_suppressed_gets_no_mail_and_nothing_is_kept()
    {
        await _database.Subscribers.AddAsync(Ada, new SubscriberChange(JoinLists: ["news"]), None);
        await AskAsync(Ada, "news");
        var eve = EmailAddress.Parse("eve@example.net");
        await _database.Subscribers.AddAsync(eve, new SubscriberChange(State: SubscriberState.Suppressed), None);
        await AskAsync(eve, "news");
        Assert.Null(await ClaimAsync());
        Assert.Empty(await _database.SignUps.ListAsync(null, 10, None));
        await AskAsync(Ada, "weekly");
        Assert.Equal(Ada, (await SendAsync()).Email);
    }

    [StoreFact]
    public async Task Every_wish_is_written_so_that_the_time_tells_nothing()
    {
        var (eve, bob) = (EmailAddress.Parse("eve@example.net"), EmailAddress.Parse("bob@example.net"));
        await _database.Subscribers.AddAsync(Ada, new SubscriberChange(JoinLists: ["news"]), None);
        await _database.Subscribers.AddAsync(eve, new SubscriberChange(State: SubscriberState.Suppressed), None);
        foreach (var email in new[] { Ada, eve, bob })
        {
            await AskAsync(email, "news");
            await _database.Engine.WriteAsync(session => session.Run("update sign_ups set wishes = 0"), None);
            await AskAsync(email, "news");
            Assert.True(await _database.Engine.ReadAsync(session => session.Number("select max(wishes) from sign_ups"), None) > 0, email.ToString());
        }
    }

    [StoreFact]
    public async Task Who_is_suppressed_meanwhile_gets_no_mail_and_cannot_confirm()
    {
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        await AskAsync(EmailAddress.Parse("bob@example.net"), "news");
        foreach (var email in new[] { Ada, EmailAddress.Parse("bob@example.net") })
            await _database.Subscribers.AddAsync(email, new SubscriberChange(State: SubscriberState.Suppressed), None);
        Assert.Null(await ClaimAsync());
        Assert.IsType<SignUpConfirmed.Suppressed>(await ConfirmAsync(mail));
        Assert.Equal(SubscriberState.Suppressed, (await _database.Subscribers.ReadAsync(Ada, None))!.State);
    }

    [StoreFact]
    public async Task Who_left_comes_back_by_confirming_and_an_old_link_does_not_bring_back_who_left_since()
    {
        await _database.Subscribers.AddAsync(Ada, new SubscriberChange(Name: "Countess", JoinLists: ["news"]), None);
        await _database.Subscribers.ChangeAsync(Ada, new SubscriberChange(State: SubscriberState.Unsubscribed), None);
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        await ConfirmAsync(mail);
        var back = await _database.Subscribers.ReadAsync(Ada, None);
        Assert.Equal(("Countess", SubscriberState.Active, "news"), (back!.Name, back.State, Assert.Single(back.Lists)));

        await _database.Subscribers.ChangeAsync(Ada, new SubscriberChange(State: SubscriberState.Unsubscribed), None);
        Assert.IsType<SignUpConfirmed.Done>(await ConfirmAsync(mail));
        Assert.Equal(SubscriberState.Unsubscribed, (await _database.Subscribers.ReadAsync(Ada, None))!.State);
    }

    [StoreFact]
    public async Task A_mail_under_way_is_not_forgotten_before_its_end_is_known()
    {
        await AskAsync(Ada, "news");
        var mail = await ClaimAsync();
        Assert.Equal(0, await _database.SignUpMails.SweepAsync(TimeSpan.FromMilliseconds(-1000), None));
        await EndAsync(mail!, new SignUpMailEnd.Mailed("250 taken"));
        Assert.Equal((SignUpState.Mailed, 1, "250 taken"), await StandingAsync());
    }

    [StoreFact]
    public async Task Two_marks_of_one_address_stand_beside_each_other_as_after_a_lost_secret()
    {
        await AskAsync(Ada, "news");
        await _database.SignUps.AskAsync(new SignUpWish(Ada, "0123456789abcdef0123456789abcdef", "another mailbox", ["news"]), None);
        Assert.Equal([Ada, Ada], new[] { (await SendAsync()).Email, (await SendAsync()).Email });
        Assert.True(await _database.Subscribers.EraseAsync(Ada, None));
        Assert.Empty(await _database.SignUps.ListAsync(null, 10, None));
    }

    [StoreFact]
    public async Task Erasing_a_reader_erases_the_sign_up_too()
    {
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        Assert.True(await _database.Subscribers.EraseAsync(Ada, None));
        Assert.False(await _database.Subscribers.EraseAsync(Ada, None));
        Assert.IsType<SignUpConfirmed.Void>(await ConfirmAsync(mail));
        Assert.Equal("", await EverythingKeptAsync());
    }

    [StoreFact]
    public async Task One_mail_is_claimed_by_one_node()
    {
        await AskAsync(Ada, "news");
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            _database.SignUpMails.ClaimAsync(Guid.NewGuid(), Lease, OnUncertain.Resend, None)));
        Assert.Single(claims, claim => claim is not null);
        Assert.False(await _database.SignUpMails.AnyDueAsync(None));
    }

    [StoreFact]
    public async Task A_mail_whose_node_died_is_sent_again_once_and_then_left_in_doubt()
    {
        await AskAsync(Ada, "news");
        var first = await _database.SignUpMails.ClaimAsync(_node, Over, OnUncertain.Resend, None);
        var again = await _database.SignUpMails.ClaimAsync(Guid.NewGuid(), Over, OnUncertain.Resend, None);
        Assert.Equal(
            (first!.Id, first.Round, first.Number, first.At, first.Since, 1), (again!.Id, again.Round, again.Number, again.At, again.Since, again.Doubts));
        // The first node lives on: what it has to say is nobody's business any more.
        await EndAsync(first, new SignUpMailEnd.Mailed("250 taken"));
        Assert.Equal(SignUpState.Waiting, (await StandingAsync()).State);
        Assert.Null(await ClaimAsync());
        Assert.Equal(SignUpState.Uncertain, (await StandingAsync()).State);
    }

    [StoreTheory]
    [InlineData(OnUncertain.Hold)]
    [InlineData(OnUncertain.Skip)]
    public async Task By_the_owners_policy_it_is_not_sent_again(OnUncertain policy)
    {
        await AskAsync(Ada, "news");
        await _database.SignUpMails.ClaimAsync(_node, Over, policy, None);
        Assert.Null(await _database.SignUpMails.ClaimAsync(_node, Lease, policy, None));
        Assert.Equal(SignUpState.Uncertain, (await StandingAsync()).State);
    }

    [StoreFact]
    public async Task A_mail_that_was_put_off_comes_again_and_a_refused_one_does_not()
    {
        await AskAsync(Ada, "news");
        await EndAsync((await ClaimAsync())!, new SignUpMailEnd.Again("451 later", TimeSpan.FromHours(1)));
        Assert.Null(await ClaimAsync());
        Assert.Equal((SignUpState.Waiting, 1, "451 later"), await StandingAsync());
        await _database.Engine.WriteAsync(session => session.Run("update sign_ups set due_at = due_at - 3600000"), None);
        var again = await ClaimAsync();
        Assert.Equal((1, 1), (again!.Attempts, again.Number));
        await EndAsync(again, new SignUpMailEnd.Refused("550 who?"));
        Assert.Null(await ClaimAsync());
        Assert.Equal((SignUpState.Refused, 1, "550 who?"), await StandingAsync());
    }

    private Task AskAsync(EmailAddress email, string list) =>
        _database.SignUps.AskAsync(new SignUpWish(email, Marks.Of(email), Marks.OfMailbox(email), [list]), None);

    private Task<SignUpMail?> ClaimAsync() => _database.SignUpMails.ClaimAsync(_node, Lease, OnUncertain.Resend, None);

    private Task EndAsync(SignUpMail mail, SignUpMailEnd end) => _database.SignUpMails.EndAsync(mail, _node, end, None);

    private async Task<SignUpMail> SendAsync()
    {
        var mail = await ClaimAsync();
        Assert.NotNull(mail);
        await EndAsync(mail, new SignUpMailEnd.Mailed("250 taken"));
        return mail;
    }

    private Task<SignUpConfirmed> ConfirmAsync(SignUpMail mail, string? name = null) =>
        _database.SignUps.ConfirmAsync(mail.Mark, mail.Round, name, None);

    private async Task<(SignUpState State, int Mails, string? Reply)> StandingAsync()
    {
        var one = Assert.Single(await _database.SignUps.ListAsync(null, 10, None));
        return (one.State, one.Mails, one.Reply);
    }

    private Task LetADayPassAsync() => _database.Engine.WriteAsync(session => session.Run("""
        update sign_ups set mailed_at = mailed_at - 86400000, asked_at = asked_at - 86400000, due_at = due_at - 86400000
        """), None);

    private async Task<string> EverythingKeptAsync() => string.Join('\n', await _database.Engine.ReadAsync(session => session.Query(
        "select coalesce(address, '') || coalesce(address_key, '') || coalesce(lists, '') || coalesce(reply, '') from sign_ups", row => row.Text(0)), None));
}
