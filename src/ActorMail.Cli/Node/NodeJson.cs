using System.Text.Json;
using System.Text.Json.Serialization;
using ActorMail.Cli.Cluster;
using ActorMail.Cli.Digests;
using ActorMail.Cli.Feeds;
using ActorMail.Cli.Logs;
using ActorMail.Cli.Migration;
using ActorMail.Cli.Operations;
using ActorMail.Cli.Posts;
using ActorMail.Cli.Preflight;
using ActorMail.Cli.Relays;
using ActorMail.Cli.Subscribers;
using ActorMail.Cli.Webhooks;

namespace ActorMail.Cli.Node;

/// <summary>Every JSON shape the CLI writes or reads, compiled, so that a command starts quickly.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(PublishRequest))]
[JsonSerializable(typeof(StoredPost))]
[JsonSerializable(typeof(PostPage))]
[JsonSerializable(typeof(PostView))]
[JsonSerializable(typeof(RetryRequest))]
[JsonSerializable(typeof(RetryAnswer))]
[JsonSerializable(typeof(ResolveRequest))]
[JsonSerializable(typeof(TestRequest))]
[JsonSerializable(typeof(TestAnswer))]
[JsonSerializable(typeof(DeliveryView))]
[JsonSerializable(typeof(ExplanationView))]
[JsonSerializable(typeof(AddRequest))]
[JsonSerializable(typeof(SubscriberView))]
[JsonSerializable(typeof(SubscriberPage))]
[JsonSerializable(typeof(StateRequest))]
[JsonSerializable(typeof(ImportLine))]
[JsonSerializable(typeof(ClusterView))]
[JsonSerializable(typeof(MemberRequest))]
[JsonSerializable(typeof(RelayPage))]
[JsonSerializable(typeof(MailerPage))]
[JsonSerializable(typeof(CheckPage))]
[JsonSerializable(typeof(MigrationLine))]
[JsonSerializable(typeof(TriggerRequest))]
[JsonSerializable(typeof(TriggerView))]
[JsonSerializable(typeof(DigestRequest))]
[JsonSerializable(typeof(DigestPage))]
[JsonSerializable(typeof(DigestView))]
[JsonSerializable(typeof(FeedPage))]
[JsonSerializable(typeof(SignUpPage))]
[JsonSerializable(typeof(PollRequest))]
[JsonSerializable(typeof(EndpointPage))]
[JsonSerializable(typeof(EndpointRequest))]
[JsonSerializable(typeof(MessagePage))]
[JsonSerializable(typeof(TestedPage))]
[JsonSerializable(typeof(RetriedEndpoint))]
[JsonSerializable(typeof(LogPage))]
[JsonSerializable(typeof(OperationTable))]
[JsonSerializable(typeof(OperationRequest))]
[JsonSerializable(typeof(OperationLines))]
internal sealed partial class NodeJson : JsonSerializerContext;
