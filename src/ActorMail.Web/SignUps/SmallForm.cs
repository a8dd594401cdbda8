using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace ActorMail.Web.SignUps;

/// <summary>A form of a public page: read whole up to a limit before anything of it is looked at.</summary>
internal static class SmallForm
{
    private const int MaxBytes = 16 * 1024;
    private const int MaxFields = 100;

    /// <summary>The fields; none when there is no body. Null for a body that is too large, of another type, or none that can be read.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (await LimitedBody.ReadAsync(request, MaxBytes, cancel) is not { } body) return null;
        if (body.IsEmpty && !request.HasFormContentType) return FormCollection.Empty;
        if (!request.HasFormContentType) return null;
        using var read = new MemoryStream(body.ToArray());
        request.Body = read;
        try
        {
            return await request.ReadFormAsync(new FormOptions { ValueCountLimit = MaxFields }, cancel);
        }
        // Cut off, with too many fields, or in a charset that is not read.
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or NotSupportedException)
        {
            return null;
        }
    }
}
