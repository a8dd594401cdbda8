using ActorMail.Delivery;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>Makes scripts by chance and shortens those that fail.</summary>
internal static class Scripts
{
    private static readonly Gen<int> Post = Gen.Choose(0, World.MostPosts - 1);
    private static readonly Gen<int> Reader = Gen.Choose(1, World.MostReaders);
    private static readonly Gen<int> Place = Gen.Choose(0, 1);
    private static readonly Gen<string> List = Gen.Elements(World.Lists);
    private static readonly Gen<int> Seconds = Gen.Elements(0, 60, 60);
    private static readonly Gen<OnUncertain> Policy = Gen.Elements(Enum.GetValues<OnUncertain>());

    private static readonly Gen<Operation> Turns =
        from place in Place
        from ends in Gen.ListOf(Gen.Elements(Enum.GetValues<Ending>()), Model.Place.Mailers)
        from wishes in Gen.Choose(0, Model.Place.Mailers)
        from finish in Gen.Frequency(
            (3, Gen.Constant(Finishing.Nothing)), (6, Gen.Constant(Finishing.WhatIsSettled)),
            (1, Gen.Constant(Finishing.Everything)))
        from seconds in Seconds
        from renewAll in Gen.Elements(true, false)
        from lost in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        select (Operation)new Turn(place, [.. ends], wishes, finish, seconds, renewAll, lost);

    private static readonly Gen<Operation> Leases =
        from place in Place
        from post in Post
        from size in Gen.Choose(1, 5)
        from seconds in Seconds
        from policy in Policy
        select (Operation)new Lease(place, post, size, seconds, policy);

    private static readonly Gen<Operation> Releases =
        from place in Place from all in Gen.Elements(true, false) from policy in Policy
        select (Operation)new Release(place, all, policy);

    private static readonly Gen<Operation> Requeues =
        from post in Post
        from outcome in Gen.Elements(OutcomeName.Deferred, OutcomeName.Rejected, OutcomeName.Skipped, OutcomeName.Uncertain)
        select (Operation)new Requeue(post, outcome);

    private static readonly Gen<Operation> Resolutions =
        from post in Post from reader in Reader from how in Gen.Elements(Enum.GetValues<Resolution>())
        select (Operation)new Resolve(post, reader, how);

    private static readonly Gen<Operation> Any = Gen.Frequency(
        (30, Turns),
        (16, Leases),
        (4, Place.Select(place => (Operation)new Repeat(place))),
        (3, Place.Select(place => (Operation)new Enter(place))),
        (1, Place.Select(place => (Operation)new Crash(place))),
        (1, from place in Place from policy in Policy select (Operation)new Gone(place, policy)),
        (2, Releases),
        (2, List.Select(list => (Operation)new Publish(list))),
        (2, Post.Select(post => (Operation)new Pause(post))),
        (3, Post.Select(post => (Operation)new Resume(post))),
        (2, Post.Select(post => (Operation)new Amend(post))),
        (1, Post.Select(post => (Operation)new Cancel(post))),
        (3, Post.Select(post => (Operation)new Close(post))),
        (3, Requeues),
        (2, Resolutions),
        (2, Gen.Elements(1, 10).Select(minutes => (Operation)new Wait(minutes))),
        (2, from reader in Reader from list in List select (Operation)new Join(reader, list)),
        (2, from reader in Reader from list in List select (Operation)new Leave(reader, list)),
        (1, Reader.Select(reader => (Operation)new Unsubscribe(reader))),
        (1, Reader.Select(reader => (Operation)new Suppress(reader))),
        (1, Reader.Select(reader => (Operation)new Erase(reader))));

    /// <summary>Half of them with two incarnations from the start.</summary>
    private static readonly Gen<Script> Chance =
        from readers in Reader
        from two in Gen.Elements(true, false)
        from length in Gen.Choose(10, 60)
        from rest in Gen.ListOf(Any, length)
        select new Script(
            readers, [new Publish(World.Lists[0]), new Enter(0), .. two ? [new Enter(1)] : (Operation[])[], .. rest]);

    public static Arbitrary<Script> Arbitrary { get; } = Arb.From(Chance, Shorter);

    /// <summary>Without a half, a quarter, … a single operation; with fewer readers.</summary>
    private static IEnumerable<Script> Shorter(Script script)
    {
        for (var part = script.Operations.Count / 2; part > 0; part /= 2)
        {
            for (var from = 0; from + part <= script.Operations.Count; from += part)
                yield return script with { Operations = Without(script, from, part, []) };
        }

        for (var readers = 1; readers < script.Readers; readers++) yield return script with { Readers = readers };
        for (var at = 0; at < script.Operations.Count; at++)
        {
            foreach (var simpler in Simpler(script.Operations[at]))
                yield return script with { Operations = Without(script, at, 1, [simpler]) };
        }
    }

    private static Operation[] Without(Script script, int from, int count, Operation[] instead) =>
        [.. script.Operations.Take(from), .. instead, .. script.Operations.Skip(from + count)];

    private static IEnumerable<Operation> Simpler(Operation operation)
    {
        if (operation is not Turn turn) yield break;
        if (turn.AnswerLost) yield return turn with { AnswerLost = false };
        if (turn.Finish != Finishing.Nothing) yield return turn with { Finish = turn.Finish - 1 };
        if (turn.Ends.Count > 0) yield return turn with { Ends = [.. turn.Ends.SkipLast(1)] };
        if (turn.Wishes > 0) yield return turn with { Wishes = turn.Wishes - 1 };
    }
}
