using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace ActorMail.Web.Requests;

/// <summary>Reads a body whole, up to a limit that holds whatever the length announced.</summary>
internal static class LimitedBody
{
    /// <summary>The bytes; null when there are more than <paramref name="limit"/>.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, int limit, CancellationToken cancel)
    {
        if (request.ContentLength > limit) return null;
        var body = new ArrayBufferWriter<byte>((int)Math.Max(1024, request.ContentLength ?? 0));
        while (await request.Body.ReadAsync(body.GetMemory(1024), cancel) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > limit) return null;
        }

        return body.WrittenMemory;
    }
}
