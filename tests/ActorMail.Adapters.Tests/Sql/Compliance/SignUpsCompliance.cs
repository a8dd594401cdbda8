using ActorMail.SignUps;
using ActorMail.Subscribers;
using ActorMail.Webhooks;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>What an engine that keeps sign-ups has to pass: from a wish to a reader, and what is kept of both.</summary>
public abstract class SignUpsCompliance : SignUpStore
{
    [StoreFact]
    public async Task A_wish_becomes_one_mail_and_a_confirmation_a_subscriber()
    {
        await AskAsync(Ada, "news");
        Assert.Null(await Stores.Database.Subscribers.ReadAsync(Ada, None));
        var mail = await SendAsync();
        Assert.Equal((Ada.ToString(), 1, 0, 0), (mail.Email.ToString(), mail.Number, mail.Attempts, mail.Doubts));
        Assert.Null(await ClaimAsync());
        Assert.Equal((SignUpState.Mailed, 1, "250 taken"), await StandingAsync());

        var place = await Stores.Database.SignUps.FindAsync(mail.Mark, mail.Round, None);
        Assert.Equal((Ada, null), (place!.Email, place.ConfirmedAt));
        Assert.Equal(["news"], Assert.IsType<SignUpConfirmed.Done>(await ConfirmAsync(mail, "Ada")).Lists);

        var reader = await Stores.Database.Subscribers.ReadAsync(Ada, None);
        Assert.Equal(("Ada", SubscriberState.Active), (reader!.Name, reader.State));
        Assert.Equal(["news"], reader.Lists);
        Assert.Empty(await Stores.Database.SignUps.ListAsync(null, 10, None));
        Assert.Null((await Stores.Database.SignUps.FindAsync(mail.Mark, mail.Round, None))!.Email);
    }

    [StoreFact]
    public async Task Who_has_confirmed_is_told_once_for_each_list_to_those_who_want_it()
    {
        var (told, not) = (new Uri("https://told.example/hook"), new Uri("https://not.example/hook"));
        await Stores.Database.Webhooks.EnterAsync(
            [new(told, [], WebhookEvents.SubscriberConfirmed), new(not, [], WebhookEvents.All & ~WebhookEvents.SubscriberConfirmed)], None);
        await AskAsync(EmailAddress.Parse("bob@example.net"), "new");
        await AskAsync(Ada, "news");
        await AskAsync(Ada, "weekly");
        var (bobs, adas) = (await SendAsync(), await SendAsync());
        await ConfirmAsync(bobs);
        await ConfirmAsync(adas);
        await ConfirmAsync(adas);
        await Stores.Database.Subscribers.EraseAsync(bobs.Email, None);
        Assert.Equal(
            [("subscriber.confirmed", null, "new"), ("subscriber.confirmed", Ada.ToString(), "news"), ("subscriber.confirmed", Ada.ToString(), "weekly")],
            (await Stores.Database.Webhooks.DueAsync(told, 10, None)).Select(one => (one.Event, one.Email, one.List)).Order());
        // Only that somebody who was erased has left.
        Assert.Equal(["subscriber.unsubscribed"], (await Stores.Database.Webhooks.DueAsync(not, 10, None)).Select(one => one.Event));
    }

    [StoreFact]
    public async Task A_link_is_of_its_address_and_of_no_number()
    {
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        // As after a restore: the number is somebody else's now.
        await Stores.Database.Engine.WriteAsync(session => session.Run("delete from sign_ups"), None);
        var bob = EmailAddress.Parse("bob@example.net");
        await AskAsync(bob, "news");
        await Stores.Database.Engine.WriteAsync(session => session.Run("update sign_ups set id = @id", mail.Id.Value), None);
        Assert.IsType<SignUpConfirmed.Void>(await ConfirmAsync(mail));
        Assert.Null(await Stores.Database.Subscribers.ReadAsync(bob, None));
    }

    [StoreFact]
    public async Task A_link_is_void_after_its_time_though_nobody_has_swept()
    {
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        await Stores.Database.Engine.WriteAsync(session => session.Run("update sign_ups set wanted_at = wanted_at - 2592001000"), None);
        // A wish that brings no mail does not renew it.
        await AskAsync(Ada, "weekly");
        Assert.Null(await Stores.Database.SignUps.FindAsync(mail.Mark, mail.Round, None));
        Assert.IsType<SignUpConfirmed.Void>(await ConfirmAsync(mail));
        Assert.Equal(1, await Stores.Database.SignUpMails.SweepAsync(TimeSpan.FromDays(30), None));
    }

    [StoreFact]
    public async Task Nothing_but_mark_and_count_is_kept_of_a_confirmed_reader_who_is_erased()
    {
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        await ConfirmAsync(mail);
        await Stores.Database.Subscribers.EraseAsync(Ada, None);
        Assert.Equal("", await EverythingKeptAsync());
        Assert.Null(await Stores.Database.SignUps.FindAsync(mail.Mark, mail.Round, None));
        Assert.IsType<SignUpConfirmed.Void>(await ConfirmAsync(mail));
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
        Assert.Equal(["news", "weekly"], (await Stores.Database.Subscribers.ReadAsync(Ada, None))!.Lists);
    }

    [StoreFact]
    public async Task Who_is_on_the_list_or_suppressed_gets_no_mail_and_nothing_is_kept()
    {
        await Stores.Database.Subscribers.AddAsync(Ada, new SubscriberChange(JoinLists: ["news"]), None);
        await AskAsync(Ada, "news");
        var eve = EmailAddress.Parse("eve@example.net");
        await Stores.Database.Subscribers.AddAsync(eve, new SubscriberChange(State: SubscriberState.Suppressed), None);
        await AskAsync(eve, "news");
        Assert.Null(await ClaimAsync());
        Assert.Empty(await Stores.Database.SignUps.ListAsync(null, 10, None));
        await AskAsync(Ada, "weekly");
        Assert.Equal(Ada, (await SendAsync()).Email);
    }

    [StoreFact]
    public async Task Every_wish_is_written_so_that_the_time_tells_nothing()
    {
        var (eve, bob) = (EmailAddress.Parse("eve@example.net"), EmailAddress.Parse("bob@example.net"));
        await Stores.Database.Subscribers.AddAsync(Ada, new SubscriberChange(JoinLists: ["news"]), None);
        await Stores.Database.Subscribers.AddAsync(eve, new SubscriberChange(State: SubscriberState.Suppressed), None);
        foreach (var email in new[] { Ada, eve, bob })
        {
            await AskAsync(email, "news");
            await Stores.Database.Engine.WriteAsync(session => session.Run("update sign_ups set wishes = 0"), None);
            await AskAsync(email, "news");
            Assert.True(await Stores.Database.Engine.ReadAsync(session => session.Number("select max(wishes) from sign_ups"), None) > 0, email.ToString());
        }
    }

    [StoreFact]
    public async Task Who_is_suppressed_meanwhile_gets_no_mail_and_cannot_confirm()
    {
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        await AskAsync(EmailAddress.Parse("bob@example.net"), "news");
        foreach (var email in new[] { Ada, EmailAddress.Parse("bob@example.net") })
            await Stores.Database.Subscribers.AddAsync(email, new SubscriberChange(State: SubscriberState.Suppressed), None);
        Assert.Null(await ClaimAsync());
        Assert.IsType<SignUpConfirmed.Suppressed>(await ConfirmAsync(mail));
        Assert.Equal(SubscriberState.Suppressed, (await Stores.Database.Subscribers.ReadAsync(Ada, None))!.State);
    }

    [StoreFact]
    public async Task Who_left_comes_back_by_confirming_and_an_old_link_does_not_bring_back_who_left_since()
    {
        await Stores.Database.Subscribers.AddAsync(Ada, new SubscriberChange(Name: "Countess", JoinLists: ["news"]), None);
        await Stores.Database.Subscribers.ChangeAsync(Ada, new SubscriberChange(State: SubscriberState.Unsubscribed), None);
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        await ConfirmAsync(mail);
        var back = await Stores.Database.Subscribers.ReadAsync(Ada, None);
        Assert.Equal(("Countess", SubscriberState.Active, "news"), (back!.Name, back.State, Assert.Single(back.Lists)));

        await Stores.Database.Subscribers.ChangeAsync(Ada, new SubscriberChange(State: SubscriberState.Unsubscribed), None);
        Assert.IsType<SignUpConfirmed.Done>(await ConfirmAsync(mail));
        Assert.Equal(SubscriberState.Unsubscribed, (await Stores.Database.Subscribers.ReadAsync(Ada, None))!.State);
    }

    [StoreFact]
    public async Task Two_marks_of_one_address_stand_beside_each_other_as_after_a_lost_secret()
    {
        await AskAsync(Ada, "news");
        await Stores.Database.SignUps.AskAsync(new SignUpWish(Ada, "0123456789abcdef0123456789abcdef", "another mailbox", ["news"]), None);
        Assert.Equal([Ada, Ada], new[] { (await SendAsync()).Email, (await SendAsync()).Email });
        Assert.True(await Stores.Database.Subscribers.EraseAsync(Ada, None));
        Assert.Empty(await Stores.Database.SignUps.ListAsync(null, 10, None));
    }

    [StoreFact]
    public async Task Erasing_a_reader_erases_the_sign_up_too()
    {
        await AskAsync(Ada, "news");
        var mail = await SendAsync();
        Assert.True(await Stores.Database.Subscribers.EraseAsync(Ada, None));
        Assert.False(await Stores.Database.Subscribers.EraseAsync(Ada, None));
        Assert.IsType<SignUpConfirmed.Void>(await ConfirmAsync(mail));
        Assert.Equal("", await EverythingKeptAsync());
    }
}
