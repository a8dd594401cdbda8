using System.Reflection;
using System.Text.Json;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace ActorMail.Web.Requests;

/// <summary>A parameter that may turn out unreadable; <see cref="RefuseUnreadable"/> answers with its fault.</summary>
internal interface IRequestBody
{
    IResult? Fault { get; }
}

/// <summary>
/// A JSON body, read strictly: limited in size, every unknown member named, the place of a syntax error told. The framework's
/// own binding answers all of these with an empty 400.
/// </summary>
internal sealed class JsonBody<T>(T? value, IResult? fault) : IRequestBody, IBindableFromHttpContext<JsonBody<T>>,
    IEndpointParameterMetadataProvider
    where T : class
{
    public const int MaxBytes = 2 * 1024 * 1024;
    private const string MediaType = "application/json";

    /// <summary>Only to be used after <see cref="RefuseUnreadable"/> has let the request through.</summary>
    public T Value => value ?? throw new InvalidOperationException("The body was not readable.");

    public IResult? Fault => fault;

    public static async ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var request = context.Request;
        var optional = IsOptional(parameter);
        if (optional && request.ContentLength is null or 0 && request.ContentType is null) return new JsonBody<T>(Empty(), null);
        if (BodyForm.Fault(request, MediaType) is { } form) return new JsonBody<T>(null, new MediaTypeProblem(form));
        // A caller that has hung up is read to the end: what it sent whole counts, what breaks off throws.
        var body = await LimitedBody.ReadAsync(request, MaxBytes, CancellationToken.None);
        if (body is not { } bytes)
            return new JsonBody<T>(null, new TooLargeProblem($"The body is larger than {MaxBytes} bytes (2 MiB)."));
        return optional && bytes.Length == 0
            ? new JsonBody<T>(Empty(), null)
            : StrictJson.TryRead<T>(bytes, out var read, out var fault) ? new JsonBody<T>(read, null) : new JsonBody<T>(null, fault);
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new AcceptsMetadata([MediaType, BodyForm.Any], typeof(T), IsOptional(parameter)));
        builder.Metadata.Add(Refusal(StatusCodes.Status400BadRequest));
        builder.Metadata.Add(Refusal(StatusCodes.Status413PayloadTooLarge));
        builder.Metadata.Add(Refusal(StatusCodes.Status415UnsupportedMediaType));
    }

    private static bool IsOptional(ParameterInfo parameter) => parameter.GetCustomAttribute<MayBeMissingAttribute>() is not null;

    private static T Empty() => JsonSerializer.Deserialize<T>("{}", StrictJson.Options)!;

    private static ProducesResponseTypeMetadata Refusal(int status) =>
        new(status, typeof(HttpValidationProblemDetails), ["application/problem+json"]);
}

/// <summary>No body means an empty object.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class MayBeMissingAttribute : Attribute;
