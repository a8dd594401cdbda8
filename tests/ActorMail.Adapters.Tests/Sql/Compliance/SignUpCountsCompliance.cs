using ActorMail.SignUps;
using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>What an engine that keeps sign-ups tells for the figures of a node.</summary>
public abstract class SignUpCountsCompliance : SignUpStore
{
    [StoreFact]
    public async Task What_a_wish_led_to_is_told()
    {
        Assert.Equal(SignUpTaken.Mail, await AskAsync(Ada, "news"));
        Assert.Equal(SignUpTaken.Joined, await AskAsync(Ada, "weekly"));
        var mail = await SendAsync();
        Assert.Equal(SignUpTaken.Joined, await AskAsync(Ada, "weekly"));
        Assert.False(Assert.IsType<SignUpConfirmed.Done>(await ConfirmAsync(mail)).Again);
        Assert.True(Assert.IsType<SignUpConfirmed.Done>(await ConfirmAsync(mail)).Again);
        Assert.Equal(SignUpTaken.Settled, await AskAsync(Ada, "news"));
        Assert.Equal(SignUpTaken.Later, await AskAsync(Ada, "daily"));
    }

    [StoreFact]
    public async Task So_are_the_limit_of_a_mailbox_and_one_that_is_suppressed()
    {
        foreach (var tag in new[] { "1", "2", "3" })
        {
            Assert.NotEqual(SignUpTaken.Limited, await AskAsync(EmailAddress.Parse($"bob+{tag}@example.net"), "news"));
            await SendAsync();
            await LetADayPassAsync();
        }

        Assert.Equal(SignUpTaken.Limited, await AskAsync(EmailAddress.Parse("bob@example.net"), "news"));
        await Stores.Database.Subscribers.AddAsync(Ada, new SubscriberChange(State: SubscriberState.Suppressed), None);
        Assert.Equal(SignUpTaken.Settled, await AskAsync(Ada, "news"));
    }

    [StoreFact]
    public async Task Those_that_are_open_are_counted()
    {
        Assert.Equal(new SignUpsOpen(0, 0), await CountAsync());
        await AskAsync(Ada, "news");
        await AskAsync(EmailAddress.Parse("bob@example.net"), "news");
        Assert.Equal(new SignUpsOpen(2, 2), await CountAsync());
        var mail = await ClaimAsync();
        Assert.Equal(new SignUpsOpen(2, 2), await CountAsync());
        await EndAsync(mail!, new SignUpMailEnd.Mailed("250 taken"));
        Assert.Equal(new SignUpsOpen(1, 2), await CountAsync());
        await ConfirmAsync(mail!);
        Assert.Equal(new SignUpsOpen(1, 1), await CountAsync());
    }

    private Task<SignUpsOpen> CountAsync() => Stores.Database.SignUps.CountAsync(None);
}
