using System.Net;
using ActorMail.Subscribers;

namespace ActorMail.Options;

/// <summary>What a sound sign-up form is.</summary>
internal static class SignUpRules
{
    public static IEnumerable<OptionFault> Check(SignUpOptions signUp)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < signUp.Lists.Count; at++)
        {
            if (!ListName.TryParse(signUp.Lists[at], out var name, out var reason)) yield return OptionRules.At($"SignUp:Lists:{at}", reason);
            else if (!names.Add(name)) yield return OptionRules.At($"SignUp:Lists:{at}", $"'{name}' is there twice");
        }

        if (signUp.PerCaller is < 1 or > 10_000)
            yield return OptionRules.At("SignUp:PerCaller", $"{signUp.PerCaller} is not within 1 to 10000");
        if (signUp.PerHour is < 1 or > 1_000_000)
            yield return OptionRules.At("SignUp:PerHour", $"{signUp.PerHour} is not within 1 to 1000000");
        for (var at = 0; at < signUp.TrustedProxies.Count; at++)
        {
            if (!TryNetwork(signUp.TrustedProxies[at], out _))
                yield return OptionRules.At(
                    $"SignUp:TrustedProxies:{at}", $"'{signUp.TrustedProxies[at]}' is no address or network; write it like 10.0.0.2 or 10.0.0.0/8");
        }
    }

    /// <summary>The lists in the form they are stored in. Options with faults are not to be given here.</summary>
    public static IReadOnlyList<string> ListsOf(SignUpOptions signUp) => [.. signUp.Lists.Select(text =>
        ListName.TryParse(text, out var name, out var reason) ? name : throw new FormatException(reason))];

    /// <summary>An address is a network of its own.</summary>
    public static bool TryNetwork(string text, out IPNetwork network)
    {
        if (IPNetwork.TryParse(text.Trim(), out network)) return true;
        if (!IPAddress.TryParse(text.Trim(), out var address)) return false;
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }
}
