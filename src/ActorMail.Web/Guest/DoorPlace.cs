namespace ActorMail.Web.Guest;

/// <summary>Where the door was put, for the links in letters.</summary>
internal sealed class DoorPlace
{
    private readonly TaskCompletionSource _put = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Empty at the root, and where no door is.</summary>
    public string Prefix { get; private set; } = "";

    /// <summary>Ends when the door is there.</summary>
    public Task IsPut => _put.Task;

    public void Put(string prefix)
    {
        Prefix = prefix;
        _put.TrySetResult();
    }
}
