namespace ActorMail.Delivery;

/// <summary>What a dispatcher knows of its store; says when that changes, so that each change is logged once.</summary>
internal sealed class StoreNews
{
    public string? StoreFault { get; private set; }

    /// <summary>True when this is news.</summary>
    public bool StoreDown(string why)
    {
        var news = StoreFault is null;
        StoreFault = why;
        return news;
    }

    /// <summary>True when it could not be used before.</summary>
    public bool StoreUp()
    {
        var news = StoreFault is not null;
        StoreFault = null;
        return news;
    }
}
