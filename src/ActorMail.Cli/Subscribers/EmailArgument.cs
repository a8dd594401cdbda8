using System.CommandLine;

namespace ActorMail.Cli.Subscribers;

/// <summary>The argument EMAIL; whether it is a good address is for the node to say.</summary>
internal sealed class EmailArgument : Argument<string>
{
    public EmailArgument() : base("EMAIL")
    {
        Description = "The reader's address.";
        Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var email }] && !email.Contains('@')) result.AddError($"'{email}' is not an address.");
        });
    }
}
