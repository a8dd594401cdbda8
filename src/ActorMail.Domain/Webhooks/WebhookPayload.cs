using System.Buffers;
using System.Globalization;
using System.Text.Json;
using ActorMail.Posts;

namespace ActorMail.Webhooks;

/// <summary>A message as JSON: <c>type</c>, <c>timestamp</c> and <c>data</c>, as Standard Webhooks have it. See docs/webhooks.md.</summary>
public static class WebhookPayload
{
    public static byte[] Of(WebhookMessage message)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("type", message.Event);
            json.WriteString("timestamp", Iso(message.At));
            json.WriteStartObject("data");
            Data(json, message);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static void Data(Utf8JsonWriter json, WebhookMessage message)
    {
        switch (message.Event)
        {
            case WebhookEventNames.PostFinished:
                Post(json, message);
                if (message.Totals is { } totals) Totals(json, totals);
                break;
            case WebhookEventNames.PostPaused:
                Post(json, message);
                if (message.Because is { } because) json.WriteString("because", because);
                break;
            case WebhookEventNames.DeliveryBounced:
                Post(json, message);
                json.WriteString("email", message.Email);
                if (message.Reply is not { } reply) break;
                json.WriteNumber("code", reply.Code);
                if (reply.Enhanced is { } enhanced) json.WriteString("enhanced", enhanced);
                json.WriteString("reply", reply.Text);
                break;
            case WebhookEventNames.SubscriberUnsubscribed:
            case WebhookEventNames.SubscriberConfirmed:
                json.WriteString("email", message.Email);
                json.WriteString("list", message.List);
                break;
        }
    }

    private static void Post(Utf8JsonWriter json, WebhookMessage message)
    {
        json.WriteStartObject("post");
        json.WriteString("id", message.Post?.ToString());
        json.WriteString("subject", message.Subject);
        json.WriteString("list", message.List);
        if (message.Status is { } status) json.WriteString("status", status.ToString().ToLowerInvariant());
        if (message.PublishedAt is { } published) json.WriteString("publishedAt", Iso(published));
        if (message.FinishedAt is { } finished) json.WriteString("finishedAt", Iso(finished));
        json.WriteEndObject();
    }

    private static void Totals(Utf8JsonWriter json, PostTotals totals)
    {
        json.WriteStartObject("totals");
        json.WriteNumber("audience", totals.Audience);
        json.WriteNumber("accepted", totals.Accepted);
        json.WriteNumber("rejected", totals.Rejected);
        json.WriteNumber("skipped", totals.Skipped);
        json.WriteNumber("uncertain", totals.Uncertain);
        json.WriteNumber("cancelled", totals.Cancelled);
        json.WriteEndObject();
    }

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
