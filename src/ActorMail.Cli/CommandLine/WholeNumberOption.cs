using System.CommandLine;
using System.Globalization;

namespace ActorMail.Cli.CommandLine;

/// <summary>An option whose value is a whole number; null when it is not given.</summary>
internal sealed class WholeNumberOption : Option<int?>
{
    public WholeNumberOption(string name, string description, string helpName, int least = 1) : base(name)
    {
        Description = description;
        HelpName = helpName;
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least) return number;
            result.AddError($"{name} is a whole number from {least}.");
            return null;
        };
    }
}
