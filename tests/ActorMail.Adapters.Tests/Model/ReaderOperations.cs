using ActorMail.Subscribers;

namespace ActorMail.Adapters.Tests.Model;

/// <summary>Joins by their own wish: comes back from wherever they were; a stranger, or who was erased, is a new reader.</summary>
internal sealed record Join(int Reader, string List) : Operation
{
    public override async Task PlayAsync(World world)
    {
        var change = new SubscriberChange(State: SubscriberState.Active, JoinLists: [List]);
        var (subscriber, added) = await world.Store.Subscribers.AddAsync(World.Email(Reader), change, None);
        Assert.Equal(world.Reader(Reader) is null, added);
        world.Know(Reader, subscriber.Id.Value);
        world.Spec.Readers.Join(List, subscriber.Id.Value);
    }
}

/// <summary>Follows the link in a letter.</summary>
internal sealed record Leave(int Reader, string List) : Operation
{
    public override async Task PlayAsync(World world)
    {
        if (world.Reader(Reader) is not { } reader) return;
        await world.Store.Subscriptions.UnsubscribeAsync(world.ListNumber(List), new SubscriberId(reader), None);
        world.Spec.Readers.Leave(List, reader);
    }
}

internal sealed record Unsubscribe(int Reader) : Operation
{
    public override async Task PlayAsync(World world)
    {
        if (world.Reader(Reader) is not { } reader) return;
        await world.Store.Subscribers.ChangeAsync(
            World.Email(Reader), new SubscriberChange(State: SubscriberState.Unsubscribed), None);
        world.Spec.Readers.Unsubscribe(reader);
    }
}

internal sealed record Suppress(int Reader) : Operation
{
    public override async Task PlayAsync(World world)
    {
        if (world.Reader(Reader) is not { } reader) return;
        await world.Store.Subscribers.ChangeAsync(
            World.Email(Reader), new SubscriberChange(State: SubscriberState.Suppressed), None);
        world.Spec.Readers.Suppress(reader);
    }
}

internal sealed record Erase(int Reader) : Operation
{
    public override async Task PlayAsync(World world)
    {
        Assert.Equal(world.Reader(Reader) is not null, await world.Store.Subscribers.EraseAsync(World.Email(Reader), None));
        if (world.Reader(Reader) is not { } reader) return;
        world.Know(Reader, null);
        world.Spec.Readers.Erase(reader);
    }
}
