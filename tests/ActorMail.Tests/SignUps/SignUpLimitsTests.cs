using ActorMail.SignUps;

namespace ActorMail.Tests.SignUps;

public sealed class SignUpLimitsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 7, 9, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, null, false, 0.0)]
    [InlineData(1, 24.0, false, 0.0)]
    [InlineData(1, 23.9, false, null)]
    [InlineData(2, 25.0, false, 0.0)]
    [InlineData(3, 1000.0, false, null)]
    [InlineData(3, 1000.0, true, null)]
    [InlineData(0, 23.0, true, 1.0)]
    [InlineData(2, 23.0, true, 1.0)]
    public void A_mail_a_day_and_three_until_it_is_confirmed(int mails, double? hoursAgo, bool anew, double? inHours) => Assert.Equal(
        inHours is { } hours ? Now.AddHours(hours) : (DateTimeOffset?)null,
        SignUpLimits.NextMail(mails, hoursAgo is { } ago ? Now.AddHours(-ago) : null, anew, Now));
}
