using ActorMail.Delivery;
using ActorMail.SignUps;

namespace ActorMail.Adapters.Tests.Sql.Compliance;

/// <summary>Who sends a confirmation mail, and what becomes of it when its node dies, on every engine.</summary>
public abstract class SignUpMailsCompliance : SignUpStore
{
    [StoreFact]
    public async Task A_mail_under_way_is_not_forgotten_before_its_end_is_known()
    {
        await AskAsync(Ada, "news");
        var mail = await ClaimAsync();
        Assert.Equal(0, await Stores.Database.SignUpMails.SweepAsync(TimeSpan.FromMilliseconds(-1000), None));
        await EndAsync(mail!, new SignUpMailEnd.Mailed("250 taken"));
        Assert.Equal((SignUpState.Mailed, 1, "250 taken"), await StandingAsync());
    }

    [StoreFact]
    public async Task One_mail_is_claimed_by_one_node()
    {
        await AskAsync(Ada, "news");
        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Stores.Database.SignUpMails.ClaimAsync(Guid.NewGuid(), Lease, OnUncertain.Resend, None)));
        Assert.Single(claims, claim => claim is not null);
        Assert.False(await Stores.Database.SignUpMails.AnyDueAsync(None));
    }

    [StoreFact]
    public async Task A_mail_whose_node_died_is_sent_again_once_and_then_left_in_doubt()
    {
        await AskAsync(Ada, "news");
        var first = await Stores.Database.SignUpMails.ClaimAsync(Node, Over, OnUncertain.Resend, None);
        var again = await Stores.Database.SignUpMails.ClaimAsync(Guid.NewGuid(), Over, OnUncertain.Resend, None);
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
        await Stores.Database.SignUpMails.ClaimAsync(Node, Over, policy, None);
        Assert.Null(await Stores.Database.SignUpMails.ClaimAsync(Node, Lease, policy, None));
        Assert.Equal(SignUpState.Uncertain, (await StandingAsync()).State);
    }

    [StoreFact]
    public async Task A_mail_that_was_put_off_comes_again_and_a_refused_one_does_not()
    {
        await AskAsync(Ada, "news");
        await EndAsync((await ClaimAsync())!, new SignUpMailEnd.Again("451 later", TimeSpan.FromHours(1)));
        Assert.Null(await ClaimAsync());
        Assert.Equal((SignUpState.Waiting, 1, "451 later"), await StandingAsync());
        await Stores.Database.Engine.WriteAsync(session => session.Run("update sign_ups set due_at = due_at - 3600000"), None);
        var again = await ClaimAsync();
        Assert.Equal((1, 1), (again!.Attempts, again.Number));
        await EndAsync(again, new SignUpMailEnd.Refused("550 who?"));
        Assert.Null(await ClaimAsync());
        Assert.Equal((SignUpState.Refused, 1, "550 who?"), await StandingAsync());
    }
}
