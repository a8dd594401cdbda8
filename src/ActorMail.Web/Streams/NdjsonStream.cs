using System.Buffers;
using System.Reflection;
using System.Text.Json;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ActorMail.Web.Streams;

/// <summary>An answer of one JSON object a line, in flat memory.</summary>
/// <param name="work">
/// True when making the lines is work to be done whether or not anybody still listens; each line is then sent at once.
/// </param>
internal sealed class NdjsonStream<T>(IAsyncEnumerable<T> lines, bool work = false) : IResult, IEndpointMetadataProvider
{
    public const string ContentType = "application/x-ndjson";
    private const int FlushAt = 32 * 1024;

    public async Task ExecuteAsync(HttpContext context)
    {
        context.Response.ContentType = ContentType;
        var body = context.Response.BodyWriter;
        using var json = new Utf8JsonWriter(body);
        var gone = false;
        await foreach (var line in lines)
        {
            if (gone) continue;
            JsonSerializer.Serialize(json, line, StrictJson.Options);
            json.Reset();
            body.Write("\n"u8);
            if (work || body.UnflushedBytes >= FlushAt) gone = (await body.FlushAsync()).IsCompleted;
            if (gone && !work) return;
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), [ContentType]));
}
