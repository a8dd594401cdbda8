using ActorMail.SignUps;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>How many confirmation mails a mailbox gets, on every engine.</summary>
public abstract class SignUpLimitsCompliance : SignUpStore
{
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
            Assert.True(await Stores.Database.Subscribers.EraseAsync(Ada, None));
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
    public async Task A_forgotten_address_still_has_had_its_mails()
    {
        SignUpMail mail = null!;
        for (var day = 0; day < 3; day++)
        {
            await AskAsync(Ada, "news");
            mail = await SendAsync();
            await LetADayPassAsync();
        }

        Assert.Equal(0, await Stores.Database.SignUpMails.SweepAsync(TimeSpan.FromDays(30), None));
        Assert.Equal(1, await Stores.Database.SignUpMails.SweepAsync(TimeSpan.FromMilliseconds(-1000), None));
        Assert.Null(await Stores.Database.SignUps.FindAsync(mail.Mark, mail.Round, None));
        Assert.IsType<SignUpConfirmed.Void>(await ConfirmAsync(mail));
        await AskAsync(Ada, "news");
        Assert.Null(await ClaimAsync());
        Assert.Empty(await Stores.Database.SignUps.ListAsync(null, 10, None));
        Assert.Equal("", await EverythingKeptAsync());
    }
}
