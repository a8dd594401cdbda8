using System.Text.Json;
using System.Text.Json.Serialization;
using ActorMail.Delivery;
using ActorMail.Posts;
using ActorMail.Subscribers;

namespace ActorMail.Wire;

/// <summary>How the messages look as JSON; made by the compiler, so that nothing is found by reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false,
    UseStringEnumConverter = true,
    Converters = [typeof(PostIdJson), typeof(ListIdJson), typeof(EmailAddressJson), typeof(PostCommandJson)])]
[JsonSerializable(typeof(PostMessage.Create))]
[JsonSerializable(typeof(PostMessage.Do))]
[JsonSerializable(typeof(PostMessage.Requeue))]
[JsonSerializable(typeof(PostMessage.Resolve))]
[JsonSerializable(typeof(PostMessage.Wake))]
[JsonSerializable(typeof(PostMessage.SliceFinished))]
[JsonSerializable(typeof(PostMessage.Progressed))]
[JsonSerializable(typeof(PostMessage.AskPace))]
[JsonSerializable(typeof(PostPace))]
[JsonSerializable(typeof(PostFailed))]
[JsonSerializable(typeof(PostAnswer.Stored))]
[JsonSerializable(typeof(PostAnswer.Repeated))]
[JsonSerializable(typeof(PostAnswer.Done))]
[JsonSerializable(typeof(PostAnswer.NotFound))]
[JsonSerializable(typeof(PostAnswer.WrongState))]
[JsonSerializable(typeof(PostAnswer.NoDelivery))]
[JsonSerializable(typeof(PostAnswer.NotUncertain))]
[JsonSerializable(typeof(PostAnswer.Invalid))]
[JsonSerializable(typeof(PostAnswer.KeyTaken))]
[JsonSerializable(typeof(PostAnswer.Unavailable))]
[JsonSerializable(typeof(MailDispatcher.PostReady))]
[JsonSerializable(typeof(MailDispatcher.PostStopped))]
[JsonSerializable(typeof(MailDispatcher.ResumeRelay))]
[JsonSerializable(typeof(PostCommandJson.Fields))]
internal sealed partial class WireJson : JsonSerializerContext;

internal sealed class PostIdJson : JsonConverter<PostId>
{
    public override PostId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        PostId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("not a post's id");

    public override void Write(Utf8JsonWriter writer, PostId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

internal sealed class ListIdJson : JsonConverter<ListId>
{
    public override ListId Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, ListId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

internal sealed class EmailAddressJson : JsonConverter<EmailAddress>
{
    public override EmailAddress Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        EmailAddress.TryParse(reader.GetString(), out var email, out var reason) ? email : throw new JsonException(reason);

    public override void Write(Utf8JsonWriter writer, EmailAddress value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

/// <summary>A command is its name and the fields it has.</summary>
internal sealed class PostCommandJson : JsonConverter<PostCommand>
{
    public override PostCommand Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var fields = JsonSerializer.Deserialize(ref reader, WireJson.Default.Fields) ?? throw new JsonException("no command");
        return fields.Name switch
        {
            "amend" => new PostCommand.Amend(fields.Content ?? throw new JsonException("amend without content"), fields.PublishAt),
            "publish" => new PostCommand.Publish(),
            "begin" => new PostCommand.Begin(),
            "pause" => new PostCommand.Pause(fields.Because),
            "resume" => new PostCommand.Resume(),
            "cancel" => new PostCommand.Cancel(),
            "retry" => new PostCommand.Retry(),
            "watch" => new PostCommand.Watch(),
            "judge-canary" => new PostCommand.JudgeCanary(fields.Totals ?? throw new JsonException("judge-canary without totals")),
            "finish" => new PostCommand.Finish(fields.Totals ?? throw new JsonException("finish without totals")),
            _ => throw new JsonException($"'{fields.Name}' is no command"),
        };
    }

    public override void Write(Utf8JsonWriter writer, PostCommand value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value switch
        {
            PostCommand.Amend amend => new Fields("amend", amend.Content, amend.PublishAt),
            PostCommand.Publish => new Fields("publish"),
            PostCommand.Begin => new Fields("begin"),
            PostCommand.Pause pause => new Fields("pause", Because: pause.Because),
            PostCommand.Resume => new Fields("resume"),
            PostCommand.Cancel => new Fields("cancel"),
            PostCommand.Retry => new Fields("retry"),
            PostCommand.Watch => new Fields("watch"),
            PostCommand.JudgeCanary judge => new Fields("judge-canary", Totals: judge.Totals),
            PostCommand.Finish finish => new Fields("finish", Totals: finish.Totals),
            _ => throw new ArgumentOutOfRangeException(nameof(value), value, "An unknown command."),
        }, WireJson.Default.Fields);

    internal sealed record Fields(
        string Name, PostContent? Content = null, DateTimeOffset? PublishAt = null, string? Because = null, PostTotals? Totals = null);
}
