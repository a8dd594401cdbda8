namespace ActorMail.SignUps;

/// <summary>How a sign-up's state and lists are stored.</summary>
internal static class SignUpWords
{
    public static string[] ListsOf(string stored) => stored.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static string Stored(SignUpState state) => state switch
    {
        SignUpState.Quiet => "quiet",
        SignUpState.Waiting => "waiting",
        SignUpState.Mailed => "mailed",
        SignUpState.Refused => "refused",
        SignUpState.Uncertain => "uncertain",
        SignUpState.Confirmed => "confirmed",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static SignUpState StateOf(string stored) => stored switch
    {
        "quiet" => SignUpState.Quiet,
        "waiting" => SignUpState.Waiting,
        "mailed" => SignUpState.Mailed,
        "refused" => SignUpState.Refused,
        "uncertain" => SignUpState.Uncertain,
        "confirmed" => SignUpState.Confirmed,
        _ => throw new InvalidOperationException($"There is no state '{stored}' of a sign-up."),
    };
}
