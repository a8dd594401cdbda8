namespace ActorMail.Options;

/// <summary>The public form with which readers join lists by themselves, and confirm that they own the address (docs/sign-up.md).</summary>
public sealed class SignUpOptions
{
    /// <summary>The lists the form offers. Default: none, and no form.</summary>
    public IList<string> Lists { get; set; } = [];

    /// <summary>
    /// A Markdown file with a subject in its front matter: what the confirmation mail says. Default: a short English text. An application
    /// gives its words in code.
    /// </summary>
    public string? Letter { get; set; }

    /// <summary>Forms a node takes from one address of the network (one /64 of IPv6) in an hour. Default 10, range 1 to 10,000.</summary>
    public int PerCaller { get; set; } = 10;

    /// <summary>Forms a node takes in an hour. Default 1,000, range 1 to 1,000,000.</summary>
    public int PerHour { get; set; } = 1_000;

    /// <summary>
    /// Proxies, as addresses or networks such as <c>10.0.0.0/8</c>, whose <c>X-Forwarded-For</c> names the caller; this machine's own
    /// always do. None by default.
    /// </summary>
    public IList<string> TrustedProxies { get; set; } = [];
}
