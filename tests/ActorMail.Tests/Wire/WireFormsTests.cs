using System.Runtime.Serialization;
using System.Text;
using ActorMail.Delivery;
using ActorMail.Letters;
using ActorMail.Posts;
using ActorMail.Subscribers;
using ActorMail.Wire;

namespace ActorMail.Tests.Wire;

public class WireFormsTests
{
    private static readonly PostId Id = new(1L << 40);
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Post Stored = new()
    {
        Id = Id,
        IdempotencyKey = "key",
        RequestHash = "ab12",
        List = "default",
        ListId = new ListId(1),
        Content = new PostContent("Hi", "words", Url: "https://example.org/1"),
        Revision = 2,
        Version = 3,
        Status = PostStatus.Sending,
        CreatedAt = Noon,
        PublishedAt = Noon,
        AudienceUpto = 7,
    };

    /// <summary>Bytes that other versions wrote and read: a line of the file is never changed, only added.</summary>
    [Fact]
    public void Every_message_is_written_as_the_golden_file_has_it()
    {
        var golden = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Wire", "golden.txt"));
        var written = Messages().Select(message => $"{Form(message).Manifest} {Encoding.UTF8.GetString(Form(message).Write!(message))}");
        Assert.Equal(golden, written);
    }

    [Fact]
    public void Every_message_is_read_as_it_was_written()
    {
        foreach (var message in Messages())
        {
            var bytes = Form(message).Write!(message);
            var read = WireForms.Known.Named(Form(message).Manifest).Read(bytes);
            Assert.IsType(message.GetType(), read);
            Assert.Equal(bytes, Form(read).Write!(read));
        }
    }

    [Fact]
    public void Every_type_that_crosses_nodes_has_a_line_and_a_sample()
    {
        var types = typeof(IWire).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(IWire))).ToHashSet();
        Assert.NotEmpty(types);
        Assert.Equal(types, WireForms.Known.All.Select(form => form.Message).ToHashSet());
        Assert.Equal(types, Messages().Select(message => message.GetType()).ToHashSet());
    }

    [Fact]
    public void What_is_not_known_is_refused()
    {
        Assert.Throws<SerializationException>(() => WireForms.Known.Named("post.create:99"));
        Assert.Throws<SerializationException>(() => WireForms.Known.Of("a text"));
        Assert.Throws<SerializationException>(() => WireForms.Known.Named("post.wake:1").Read("{\"id\":\"no id\"}"u8.ToArray()));
        Assert.Throws<SerializationException>(() => WireForms.Known.Named("post.wake:1").Read("null"u8.ToArray()));
    }

    [Fact]
    public void Fields_of_a_newer_node_are_passed_over() =>
        Assert.Equal(
            new PostMessage.Wake(Id),
            WireForms.Known.Named("post.wake:1").Read(Encoding.UTF8.GetBytes($$"""{"id":"{{Id}}","sooner":true}""")));

    [Fact]
    public void An_older_version_is_read_as_what_it_means_today()
    {
        WireForms forms = new(
        [
            WireForms.Form("post.progressed:1", WireJson.Default.Progressed),
            WireForms.Older("post.wake:0", WireJson.Default.Wake, old => new PostMessage.Progressed(old.Id, 0)),
        ]);
        var read = forms.Named("post.wake:0").Read(Encoding.UTF8.GetBytes($$"""{"id":"{{Id}}"}"""));
        Assert.Equal(new PostMessage.Progressed(Id, 0), read);
        Assert.Equal("post.progressed:1", forms.Of(read).Manifest);
    }

    private static WireForm Form(object message) => WireForms.Known.Of(message);

    private static IEnumerable<object> Messages()
    {
        yield return new PostMessage.Create(Stored);
        foreach (var command in Commands()) yield return new PostMessage.Do(Id, command);
        yield return new PostMessage.Requeue(Id, [OutcomeName.Rejected, OutcomeName.Uncertain]);
        yield return new PostMessage.Resolve(Id, EmailAddress.Parse("a@example.org"), Resolution.Resend);
        yield return new PostMessage.Wake(Id);
        yield return new PostMessage.SliceFinished(Id);
        yield return new PostMessage.Progressed(Id, 5);
        yield return new PostMessage.AskPace(Id);
        yield return new PostPace(2.5);
        yield return new PostFailed("a fault");
        yield return new PostAnswer.Stored(Stored);
        yield return new PostAnswer.Repeated(Stored);
        yield return new PostAnswer.Done(Stored, 1, 2);
        yield return new PostAnswer.NotFound(Id);
        yield return new PostAnswer.WrongState(Id, PostStatus.Draft, "why");
        yield return new PostAnswer.NoDelivery(Id);
        yield return new PostAnswer.NotUncertain(Id);
        yield return new PostAnswer.Invalid([new ContentFault("list", "none")]);
        yield return new PostAnswer.KeyTaken(Id);
        yield return new PostAnswer.Unavailable("why", TimeSpan.FromSeconds(5));
        yield return new MailDispatcher.PostReady(Id);
        yield return new MailDispatcher.PostStopped(Id);
        yield return new MailDispatcher.ResumeRelay("smtp");
        yield return new PostMessage.Create(Stored with
        {
            Priority = PostPriority.High, Canary = new Canary(100, TimeSpan.FromMinutes(5)), Released = 100, WatchedUntil = Noon,
        });
        yield return new PostMessage.Wake(Id) { Trace = Trace };
        yield return new MailDispatcher.PostReady(Id, Trace);
    }

    private static IEnumerable<PostCommand> Commands() =>
    [
        new PostCommand.Amend(new PostContent("Hi", null, "<p>words</p>", "words"), Noon),
        new PostCommand.Publish(),
        new PostCommand.Trigger(),
        new PostCommand.Begin(),
        new PostCommand.Pause("a reason"),
        new PostCommand.Resume(),
        new PostCommand.Cancel(),
        new PostCommand.Retry(),
        new PostCommand.Finish(new PostTotals(9, false, 1, 2, 3, 0, 0, 0)),
        new PostCommand.Watch(),
        new PostCommand.JudgeCanary(new PostTotals(9, true, 1, 2, 3, 0, 0, 0)),
    ];
}
