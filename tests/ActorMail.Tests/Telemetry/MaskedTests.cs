using ActorMail.Telemetry;

namespace ActorMail.Tests.Telemetry;

public class MaskedTests
{
    [Theory]
    [InlineData("550 5.1.1 <ada@example.org>: unknown", "550 5.1.1 <(an address)>: unknown")]
    [InlineData("from=ada+tag@example.org, to bob@b.example", "from=(an address), to (an address)")]
    [InlineData("\"ä@münchen.example\" refused", "\"(an address)\" refused")]
    [InlineData("no address here", "no address here")]
    [InlineData("at @ alone", "at @ alone")]
    public void Addresses_in_the_words_of_others_are_masked(string said, string logged) =>
        Assert.Equal(logged, Masked.Addresses(said));
}
