using ActorMail.Options;
using ActorMail.Smtp.Dkim;

namespace ActorMail.Embedded.Start;

/// <summary>The keys that sign letters, read before anything is started.</summary>
/// <param name="Keys">Those that can sign.</param>
/// <param name="Faults">What stops the start.</param>
/// <param name="Warnings">What the operator should know although it works.</param>
internal sealed record SigningKeys(IReadOnlyList<DkimKey> Keys, IReadOnlyList<OptionFault> Faults, IReadOnlyList<string> Warnings)
{
    public static SigningKeys Read(ActorMailOptions options)
    {
        // A sender that cannot be read and a key without a file are the rules' faults to tell.
        var from = string.IsNullOrWhiteSpace(options.From) ? DomainSettings.DefaultFrom : options.From;
        if (!Mailbox.TryParse(from, out _, out var sender, out _)) return new([], [], []);
        var (keys, faults, warnings) = (new List<DkimKey>(), new List<OptionFault>(), new List<string>());
        for (var at = 0; at < options.Dkim.Count; at++)
        {
            var key = options.Dkim[at];
            if (string.IsNullOrWhiteSpace(key.PrivateKeyFile)) continue;
            var file = DkimKeyFile.Read(DkimRules.DomainOf(key, sender.Domain), key.Selector ?? "", key.PrivateKeyFile);
            if (file.Key is not null) keys.Add(file.Key);
            if (file.Fault is not null) faults.Add(Fault(at, file.Fault));
            foreach (var warning in file.Warnings) warnings.Add(Fault(at, warning).ToString());
        }

        return new(keys, faults, warnings);
    }

    private static OptionFault Fault(int at, string message) =>
        new($"{ActorMailOptions.Section}:Dkim:{at}:PrivateKeyFile", message);
}
