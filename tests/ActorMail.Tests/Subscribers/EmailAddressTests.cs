using ActorMail.Subscribers;
using FsCheck.Xunit;

namespace ActorMail.Tests.Subscribers;

public class EmailAddressTests
{
    [Theory]
    [InlineData("ann@example.org", "ann@example.org", "ann@example.org")]
    [InlineData("  Ann.Lee+news@Example.ORG ", "Ann.Lee+news@example.org", "ann.lee+news@example.org")]
    [InlineData("o'hara@example.org", "o'hara@example.org", "o'hara@example.org")]
    [InlineData("jörg@müller.de", "jörg@xn--mller-kva.de", "jörg@xn--mller-kva.de")]
    [InlineData("x@B\u00DCCHER.example", "x@xn--bcher-kva.example", "x@xn--bcher-kva.example")]
    [InlineData("x@sub.deep.example.co.uk", "x@sub.deep.example.co.uk", "x@sub.deep.example.co.uk")]
    public void Good_addresses_keep_their_form_and_compare_in_lower_case(string text, string written, string normalised)
    {
        Assert.True(EmailAddress.TryParse(text, out var address, out var reason), reason);
        Assert.Equal((written, normalised), (address.ToString(), address.Normalised));
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("   ", "empty")]
    [InlineData("ann", "no @")]
    [InlineData("@example.org", "before the @")]
    [InlineData("ann@", "after the @")]
    [InlineData("ann@localhost", "no dot")]
    [InlineData("ann@[127.0.0.1]", "literal")]
    [InlineData("ann@127.0.0.1", "number")]
    [InlineData("\"ann lee\"@example.org", "quoted")]
    [InlineData("ann lee@example.org", "' '")]
    [InlineData(".ann@example.org", "dot at its edge")]
    [InlineData("ann.@example.org", "dot at its edge")]
    [InlineData("an..n@example.org", "two in a row")]
    [InlineData("ann@exa mple.org", "host name")]
    [InlineData("ann@-example.org", "host name")]
    [InlineData("ann@example..org", "host name")]
    [InlineData("ann@example.org.", "host name")]
    [InlineData("Ann <ann@example.org>", "' '")]
    [InlineData("ann@example.org\r\nRCPT TO:<eve@evil.example>", "control")]
    [InlineData("ann\0@example.org", "control")]
    [InlineData("ann@example.org\u0085", "control")]
    [InlineData("ann\u2028@example.org", "before the @")]
    [InlineData("a,b@example.org", "','")]
    [InlineData("a@b@example.org", "'@'")]
    public void Bad_addresses_are_refused_with_the_reason(string? text, string reason)
    {
        Assert.False(EmailAddress.TryParse(text, out _, out var why));
        Assert.Contains(reason, why, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_are_bounded_in_bytes()
    {
        Assert.True(EmailAddress.TryParse(new string('a', 64) + "@example.org", out _, out _));
        Assert.False(EmailAddress.TryParse(new string('a', 65) + "@example.org", out _, out _));
        Assert.False(EmailAddress.TryParse(new string('ü', 33) + "@example.org", out _, out _));
        Assert.False(EmailAddress.TryParse("a@" + string.Join('.', Enumerable.Repeat(new string('b', 60), 5)), out _, out _));
        Assert.False(EmailAddress.TryParse("a@" + new string('b', 64) + ".org", out _, out _));
    }

    [Property(MaxTest = 2000)]
    public bool No_text_at_all_becomes_an_address_with_a_character_smtp_could_mistake(string? local, string? domain)
    {
        if (!EmailAddress.TryParse($"{local}@{domain}", out var address, out var reason)) return reason.Length > 0;
        return !address.ToString().Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '"' or ',' or ';' or ':' or '\\')
            && address.Domain.All(char.IsAscii)
            && EmailAddress.Parse(address.ToString()) == address;
    }

    [Fact]
    public void Equality_ignores_case() => Assert.Equal(EmailAddress.Parse("Ann@Example.org"), EmailAddress.Parse("ann@example.org"));
}
