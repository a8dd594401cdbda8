using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ActorMail.Wire;

/// <summary>
/// The table of all that nodes say to each other: a short name with a version for each message, never the name of a type. Within a
/// version only optional fields may be added. A new shape is a new version: its line is put beside the old one, which goes on
/// reading what the nodes before it write and gives the new message.
/// </summary>
internal sealed class WireForms(IReadOnlyList<WireForm> forms)
{
    public static readonly WireForms Known = new(
    [
        Form("post.create:1", WireJson.Default.Create),
        Form("post.do:1", WireJson.Default.Do),
        Form("post.requeue:1", WireJson.Default.Requeue),
        Form("post.resolve:1", WireJson.Default.Resolve),
        Form("post.wake:1", WireJson.Default.Wake),
        Form("post.slice-finished:1", WireJson.Default.SliceFinished),
        Form("post.progressed:1", WireJson.Default.Progressed),
        Form("post.ask-pace:1", WireJson.Default.AskPace),
        Form("post.pace:1", WireJson.Default.PostPace),
        Form("post.failed:1", WireJson.Default.PostFailed),
        Form("answer.stored:1", WireJson.Default.Stored),
        Form("answer.repeated:1", WireJson.Default.Repeated),
        Form("answer.done:1", WireJson.Default.Done),
        Form("answer.not-found:1", WireJson.Default.NotFound),
        Form("answer.wrong-state:1", WireJson.Default.WrongState),
        Form("answer.no-delivery:1", WireJson.Default.NoDelivery),
        Form("answer.not-uncertain:1", WireJson.Default.NotUncertain),
        Form("answer.invalid:1", WireJson.Default.Invalid),
        Form("answer.key-taken:1", WireJson.Default.KeyTaken),
        Form("answer.unavailable:1", WireJson.Default.Unavailable),
        Form("dispatch.ready:1", WireJson.Default.PostReady),
        Form("dispatch.stopped:1", WireJson.Default.PostStopped),
        Form("dispatch.resume-relay:1", WireJson.Default.ResumeRelay),
    ]);

    private readonly Dictionary<string, WireForm> _byManifest = forms.ToDictionary(form => form.Manifest);
    private readonly Dictionary<Type, WireForm> _byType =
        forms.Where(form => form.Write is not null).ToDictionary(form => form.Message);

    public IReadOnlyList<WireForm> All => forms;

    /// <summary>A message as it is written and read.</summary>
    public static WireForm Form<T>(string manifest, JsonTypeInfo<T> shape) where T : class, IWire => new(
        manifest, typeof(T), message => JsonSerializer.SerializeToUtf8Bytes((T)message, shape), bytes => Read(bytes, shape, manifest));

    /// <summary>A shape that is no longer written and still read: <paramref name="upcast"/> gives what it means today.</summary>
    public static WireForm Older<TOld, T>(string manifest, JsonTypeInfo<TOld> shape, Func<TOld, T> upcast)
        where TOld : class where T : class, IWire =>
        new(manifest, typeof(T), null, bytes => upcast(Read(bytes, shape, manifest)));

    public WireForm Of(object message) => _byType.TryGetValue(message.GetType(), out var form)
        ? form
        : throw new SerializationException($"{message.GetType()} is not said between nodes: it has no line in {nameof(WireForms)}.");

    public WireForm Named(string manifest) => _byManifest.TryGetValue(manifest, out var form)
        ? form
        : throw new SerializationException($"'{manifest}' is no message this node knows; the node that sent it may be newer.");

    private static T Read<T>(byte[] bytes, JsonTypeInfo<T> shape, string manifest) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, shape) ?? throw new SerializationException($"A '{manifest}' without content.");
        }
        catch (JsonException broken)
        {
            throw new SerializationException($"A '{manifest}' that cannot be read: {broken.Message}", broken);
        }
    }
}

/// <summary>One message in one version.</summary>
/// <param name="Message">The type it is read as.</param>
/// <param name="Write">Null for a version that is only read.</param>
internal sealed record WireForm(string Manifest, Type Message, Func<object, byte[]>? Write, Func<byte[], object> Read);
