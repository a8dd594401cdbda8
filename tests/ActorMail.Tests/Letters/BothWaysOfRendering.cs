using ActorMail.Smtp.Letters.Encoding;
using ActorMail.Smtp.Letters.Placeholders;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MimeKit.Encodings;

namespace ActorMail.Tests.Letters;

/// <summary>Segments with encoded holes against a whole rendering by DotLiquid: after decoding they are the same text.</summary>
public sealed class BothWaysOfRendering
{
    private const string Source =
        "Dear {{ subscriber.name | default: \"reader\" }}, {{subscriber.attributes.city}}\n{{ subscriber.attributes['x y'] | upcase }}"
        + " ends \n{{ subscriber.email }} = {{ subscriber.name }}{{ subscriber.attributes.city }} \t\n"
        + "a long line that comes close to the seventy-six characters of quoted-p{{ subscriber.name | truncate: 9 }}.\n";

    [Property(MaxTest = 1000)]
    public Property They_agree_for_any_reader() => Prop.ForAll(Text.ToArbitrary(), Text.ToArbitrary(), (name, city) =>
    {
        var reader = Press.Reader(name, ("city", city), ("x y", name));
        foreach (var kind in new[] { TextKind.Html, TextKind.Plain })
        {
            var nodes = Press.Scan(Source).Nodes;
            var plain = LiquidTemplate.Compile(nodes, kind, new LetterValues(Press.Post, null, null));
            var whole = new BlockTemplate(nodes, kind).Render(Press.Values(reader));
            Assert.Equal(whole, plain.Render(Press.Values(reader)));

            var bytes = Encode(new SegmentedPart((PlainTemplate)plain), reader);
            Assert.Equal(AsSent(whole), Decode(bytes));
            Assert.All(System.Text.Encoding.ASCII.GetString(bytes).Split("\r\n"), line =>
            {
                Assert.True(line.Length <= 76);
                Assert.DoesNotContain('\r', line);
                Assert.DoesNotContain('\n', line);
                Assert.False(line.EndsWith(' ') || line.EndsWith('\t'));
            });
        }
    });

    [Fact]
    public void They_agree_for_a_name_of_10_000_characters()
    {
        var reader = Press.Reader(string.Concat(Enumerable.Repeat("Zoë 👩‍🚀 שלום ", 800)));

        var nodes = Press.Scan(Source).Nodes;
        var plain = (PlainTemplate)LiquidTemplate.Compile(nodes, TextKind.Html, new LetterValues(Press.Post, null, null));

        Assert.Equal(
            AsSent(new BlockTemplate(nodes, TextKind.Html).Render(Press.Values(reader))),
            Decode(Encode(new SegmentedPart(plain), reader)));
    }

    [Fact]
    public async Task One_template_renders_for_many_at_once()
    {
        var template = new BlockTemplate(
            Press.Scan("{% for i in (1..20) %}{% assign x = subscriber.name | append: i %}{{ x }} {% endfor %}").Nodes, TextKind.Html);

        await Parallel.ForAsync(0, 2000, (at, _) =>
        {
            var expected = string.Concat(Enumerable.Range(1, 20).Select(i => $"n{at}{i} "));
            Assert.Equal(expected, template.Render(Press.Values(Press.Reader($"n{at}"))));
            return ValueTask.CompletedTask;
        });
    }

    /// <summary>Text of all that goes wrong: quotes, markup, Liquid, every line break, controls, emoji, right-to-left, halves of pairs.</summary>
    private static Gen<string> Text => Gen.Elements(
            "a", "Z", " ", "\t", "\r", "\n", "\r\n", "\0", "\u0007", "\u007f", "\u0085", "\u2028", "\"", "'", "<", ">", "&", "&amp;", "=", "=3D",
            "=\r\n", ".", "\r\n.\r\n", "{{ subscriber.email }}", "{% raw %}", "}}", "é", "ß", "שלום", "\u202e", "👩‍🚀", "\ud800", "\udc00", "日本",
            new string('x', 75), new string('=', 30), "\ufeff")
        .ListOf()
        .Select(pieces => string.Concat(pieces));

    private static byte[] Encode(LetterPart part, ActorMail.Delivery.Recipient reader)
    {
        using var buffer = new LetterBuffer(16);
        part.Write(Press.Values(reader), buffer);
        return buffer.ToArray();
    }

    /// <summary>Line feeds become CRLF, and half a surrogate pair can only become the replacement character.</summary>
    private static string AsSent(string text) => System.Text.Encoding.UTF8.GetString(
        System.Text.Encoding.UTF8.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)));

    /// <summary>By a decoder that is not ours.</summary>
    private static string Decode(byte[] bytes)
    {
        var decoder = new QuotedPrintableDecoder();
        var output = new byte[decoder.EstimateOutputLength(bytes.Length)];
        return System.Text.Encoding.UTF8.GetString(output, 0, decoder.Decode(bytes, 0, bytes.Length, output));
    }
}
