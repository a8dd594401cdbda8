using ActorMail.SignUps;

namespace ActorMail.Letters;

/// <summary>Writes the mails that ask an address's owner to confirm a sign-up.</summary>
public interface IConfirmationPress
{
    /// <summary>The letter to the mail's address; the same bytes on each attempt, as long as its lists are. It holds nothing that was
    /// typed into a form but that address.</summary>
    ILetter Compose(SignUpMail mail);
}
