using System.Net;
using System.Net.Http.Headers;
using ActorMail.Feeds;
using ActorMail.Outbound.Addresses;

namespace ActorMail.Outbound.Feeds;

/// <summary>
/// Asks a feed over HTTP, conditionally (RFC 9110 13). Redirects are followed a few times, each target looked at anew; the answer
/// counts as unpacked, so that a small one that unpacks to gigabytes is cut off.
/// </summary>
internal sealed class HttpFeedSource(HttpClient http, Destinations destinations, IArticleCleaner cleaner, TimeProvider time) : IFeedSource
{
    public const int MaxBytes = 8 * 1024 * 1024;
    private const int MaxRedirects = 5;

    private const string Accept =
        "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, "
        + "text/xml;q=0.8, application/json;q=0.7, */*;q=0.1";

    public async Task<FeedAnswer> ReadAsync(Uri url, FeedValidators since, CancellationToken cancel)
    {
        try
        {
            return await FollowAsync(url, since, cancel).ConfigureAwait(false);
        }
        catch (FormatException fault)
        {
            return new FeedAnswer.Failed(fault.Message);
        }
        catch (Exception fault) when (Silence.Why(fault, cancel) is not null)
        {
            return new FeedAnswer.Failed(Silence.Why(fault, cancel)!);
        }
    }

    private async Task<FeedAnswer> FollowAsync(Uri url, FeedValidators since, CancellationToken cancel)
    {
        // HttpClient's own time ends with the head of the answer; a body may not trickle on for ever.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(http.Timeout);
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            if (destinations.Fault(url) is { } refusal) return new FeedAnswer.Failed(hop == 0 ? refusal : $"redirected, but {refusal}");
            using var request = Request(url, since);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            if (Target(answer, url) is not { } target) return await TakeAsync(answer, url, limit.Token).ConfigureAwait(false);
            if (url.Scheme == "https" && target.Scheme == "http") return new FeedAnswer.Failed("redirected from https to http");
            url = target;
        }

        return new FeedAnswer.Failed($"redirected more than {MaxRedirects} times");
    }

    private static HttpRequestMessage Request(Uri url, FeedValidators since)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Accept.ParseAdd(Accept);
        // Given back exactly as they came, even where they are written badly.
        if (since.ETag is { } tag) request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (since.LastModified is { } modified) request.Headers.TryAddWithoutValidation("If-Modified-Since", modified);
        return request;
    }

    private static Uri? Target(HttpResponseMessage answer, Uri from) => answer.StatusCode is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && answer.Headers.Location is { } location
        ? new Uri(from, location)
        : null;

    private async Task<FeedAnswer> TakeAsync(HttpResponseMessage answer, Uri url, CancellationToken cancel)
    {
        switch (answer.StatusCode)
        {
            case HttpStatusCode.NotModified:
                return new FeedAnswer.Unchanged();
            case HttpStatusCode.Gone:
                return new FeedAnswer.Gone();
            case HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable:
                return new FeedAnswer.Later($"answered {(int)answer.StatusCode}", Silence.RetryAfter(answer, time.GetUtcNow()));
            case HttpStatusCode.OK:
                var bytes = await BytesAsync(answer, cancel).ConfigureAwait(false);
                var items = FeedFormats.Read(bytes, answer.Content.Headers.ContentType?.CharSet, url, cleaner);
                return new FeedAnswer.Read(
                    items, new FeedValidators(Header(answer.Headers, "ETag"), Header(answer.Content.Headers, "Last-Modified")));
            default:
                return new FeedAnswer.Failed($"answered {(int)answer.StatusCode}");
        }
    }

    private static async Task<byte[]> BytesAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var stream = await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            var buffer = new byte[64 * 1024];
            for (int read; (read = await stream.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0;)
            {
                if (bytes.Length + read > MaxBytes) throw new FormatException($"the feed is larger than {MaxBytes / 1024 / 1024} MiB");
                bytes.Write(buffer, 0, read);
            }

            return bytes.ToArray();
        }
    }

    private static string? Header(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.ToString() is { Length: > 0 and <= 1024 } value ? value : null;
}
