namespace ActorMail.Web.Guest;

/// <summary>Where the door was put, for the links in letters.</summary>
internal sealed class DoorPlace
{
    /// <summary>Empty at the root, and where no door is.</summary>
    public string Prefix { get; set; } = "";
}
