using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using ActorMail.Outbound.Addresses;
using ActorMail.Webhooks;

namespace ActorMail.Outbound.Webhooks;

/// <summary>One POST a message, signed as Standard Webhooks are. A redirect is no answer: who moves tells the operator.</summary>
internal sealed class HttpWebhookSender(HttpClient http, Destinations destinations, TimeProvider time) : IWebhookSender
{
    public async Task<WebhookAnswer> SendAsync(WebhookEndpoint endpoint, WebhookMessage message, CancellationToken cancel)
    {
        if (destinations.Fault(endpoint.Url) is { } refusal) return new WebhookAnswer.NotTaken(refusal);
        using var request = Request(endpoint, message);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            return Read(answer);
        }
        catch (Exception fault) when (Silence.Why(fault, cancel) is not null)
        {
            return new WebhookAnswer.NotTaken(Silence.Why(fault, cancel)!);
        }
    }

    private HttpRequestMessage Request(WebhookEndpoint endpoint, WebhookMessage message)
    {
        var (body, now) = (WebhookPayload.Of(message), time.GetUtcNow());
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(StandardWebhook.IdHeader, message.MessageId);
        request.Headers.Add(StandardWebhook.TimestampHeader, StandardWebhook.Timestamp(now));
        request.Headers.Add(StandardWebhook.SignatureHeader, StandardWebhook.Sign(endpoint.Secrets, message.MessageId, now, body));
        return request;
    }

    private WebhookAnswer Read(HttpResponseMessage answer)
    {
        var said = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        return answer switch
        {
            { IsSuccessStatusCode: true } => new WebhookAnswer.Taken(said),
            { StatusCode: HttpStatusCode.Gone } => new WebhookAnswer.Gone(said),
            { StatusCode: >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest } =>
                new WebhookAnswer.NotTaken($"{said}: redirects are not followed"),
            _ => new WebhookAnswer.NotTaken(said, Silence.RetryAfter(answer, time.GetUtcNow())),
        };
    }
}
