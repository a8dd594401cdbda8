using System.Reflection;
using System.Text;
using ActorMail.Web.Csv;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ActorMail.Web.Streams;

/// <summary>An answer of comma-separated values, in flat memory.</summary>
internal sealed class CsvStream(
    string fileName, IReadOnlyList<string> columns, IAsyncEnumerable<IEnumerable<string?>> rows) : IResult, IEndpointMetadataProvider
{
    private const int FlushAt = 32 * 1024;

    public async Task ExecuteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = CsvText.ContentType;
        response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        var body = response.BodyWriter;
        Encoding.UTF8.GetBytes(CsvText.Line(columns), body);
        await foreach (var row in rows)
        {
            Encoding.UTF8.GetBytes(CsvText.Line(row), body);
            if (body.UnflushedBytes >= FlushAt && (await body.FlushAsync()).IsCompleted) return;
        }
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/csv"]));
}
