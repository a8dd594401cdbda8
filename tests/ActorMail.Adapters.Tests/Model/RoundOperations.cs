using ActorMail.Delivery;
using ActorMail.Relays;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>How a message ends.</summary>
internal enum Ending
{
    StillRunning,
    Accepted,
    Rejected,
    DeferredDue,
    DeferredLater,
    UncertainHeld,
    UncertainResend,
    Returned,
}

/// <summary>What a dispatcher says about slices being finished.</summary>
internal enum Finishing
{
    Nothing,
    WhatIsSettled,

    /// <summary>Also what is not: the store has to know better.</summary>
    Everything,
}

/// <summary>One round.</summary>
/// <param name="Ends">For the messages on the wire, in the order of their mailers.</param>
/// <param name="RenewAll">False renews only the slices it speaks of.</param>
/// <param name="AnswerLost">Committed, but the dispatcher does not hear of it.</param>
internal sealed record Turn(
    int Place, IReadOnlyList<Ending> Ends, int Wishes, Finishing Finish, int Seconds, bool RenewAll, bool AnswerLost) : Operation
{
    public override async Task PlayAsync(World world)
    {
        var place = world.Places[Place];
        if (place.Holder is not { } holder || place.Unanswered is not null) return;
        var round = Build(world, place, holder);
        var result = await CommitAsync(world, round);
        place.Unanswered = AnswerLost ? round : null;
        if (!AnswerLost) place.Answered(round, result, id => world.Spec.Posts[id].Revision);
    }

    public override string ToString() => $"Turn {{ Place = {Place}, Ends = [{string.Join(' ', Ends)}], Wishes = {Wishes}, "
        + $"Finish = {Finish}, Seconds = {Seconds}, RenewAll = {RenewAll}, AnswerLost = {AnswerLost} }}";

    /// <summary>Both commit; the answers have to be the same.</summary>
    public static async Task<RoundResult> CommitAsync(World world, Round round)
    {
        var result = await world.Store.Ledger.CommitAsync(round, None);
        var (lost, answers) = world.Spec.Commit(round);
        Assert.Equal(answers, result.Answers);
        Assert.Equal(lost, result.Lost.ToHashSet());
        world.Reached.UnionWith(answers.Select(answer => $"{answer}"));
        return result;
    }

    private Round Build(World world, Place place, Incarnation holder)
    {
        List<EndedDelivery> ended = [];
        foreach (var ((mailer, flight), ending) in place.Flights.Zip(Ends).ToArray())
        {
            if (Outcome(world, ending) is not { } outcome) continue;
            ended.Add(new EndedDelivery(
                mailer, flight.Slice, flight.Subscriber, flight.Attempt, "relay-1", world.NextEnd, outcome));
            place.Flights.Remove(mailer);
        }

        var wishes = place.Wishes(Wishes);
        SliceLease[] finished = [.. place.Slices.Where(slice => Finish switch
        {
            Finishing.Nothing => false,
            Finishing.WhatIsSettled => place.IsSettled(slice) && wishes.TrueForAll(wish => wish.Slice != slice.Lease)
                && ended.TrueForAll(end => end.Slice != slice.Lease || end.Outcome is not DeliveryOutcome.Returned),
            // Who gives a slice back in the round that starts a message of it, and hears no answer, knows nothing of that message.
            _ => !AnswerLost || wishes.TrueForAll(wish => wish.Slice != slice.Lease),
        }).Select(slice => slice.Lease)];
        var touched = ended.Select(end => end.Slice).Concat(wishes.Select(wish => wish.Slice)).Concat(finished).ToHashSet();
        SliceLease[] renew = [.. place.Slices.Select(slice => slice.Lease).Where(lease => RenewAll || touched.Contains(lease))];
        return new Round(holder, place.Node, TimeSpan.FromSeconds(Seconds), renew, ended, wishes, finished);
    }

    private static DeliveryOutcome? Outcome(World world, Ending ending) => ending switch
    {
        Ending.Accepted => new DeliveryOutcome.Accepted(new SmtpReply(250, "2.0.0", "queued")),
        Ending.Rejected => new DeliveryOutcome.Rejected(new SmtpReply(550, "5.1.1", "no such user")),
        Ending.DeferredDue => new DeliveryOutcome.Deferred(new SmtpReply(451, "4.7.1", "greylisted"), World.LongPast),
        Ending.DeferredLater => new DeliveryOutcome.Deferred(new SmtpReply(451, "4.7.1", "greylisted"), world.MuchLater),
        Ending.UncertainHeld => new DeliveryOutcome.Uncertain("the link ended", null),
        Ending.UncertainResend => new DeliveryOutcome.Uncertain("the link ended", World.LongPast),
        Ending.Returned => new DeliveryOutcome.Returned("the link ended before the last byte"),
        _ => null,
    };
}

/// <summary>
/// A round whose answer was lost is said again word for word. It changes nothing that nobody else has changed meanwhile.
/// </summary>
internal sealed record Repeat(int Place) : Operation
{
    public override async Task PlayAsync(World world)
    {
        var place = world.Places[Place];
        if (place.Unanswered is not { } round) return;
        var result = await Turn.CommitAsync(world, round);
        var before = world.Spec.Lines();
        // Once more at once, so that nobody was in between: nothing at all may move.
        Assert.Equal(result.Answers, (await Turn.CommitAsync(world, round)).Answers);
        Differences.Refuse(before, world.Spec.Lines());
        place.Unanswered = null;
        place.Answered(round, result, id => world.Spec.Posts[id].Revision);
    }
}
