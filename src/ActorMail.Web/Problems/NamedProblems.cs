using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace ActorMail.Web.Problems;

/// <summary>An error as RFC 9457 has it. Each status is a type of its own, so that an endpoint's return type lists it.</summary>
internal abstract class NamedProblem(int status, string detail) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => status;

    public virtual Task ExecuteAsync(HttpContext context) => TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);

    protected static void Describe(EndpointBuilder builder, int status) => builder.Metadata.Add(
        new ProducesResponseTypeMetadata(status, typeof(ProblemDetails), ["application/problem+json"]));
}

/// <summary>400 without a single field to blame.</summary>
internal sealed class BadRequestProblem(string detail) : NamedProblem(400, detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 400);
}

internal sealed class UnauthorizedProblem() : NamedProblem(401, "This needs an API key: Authorization: Bearer KEY.");

internal sealed class ForbiddenProblem(string detail) : NamedProblem(403, detail);

internal sealed class NotFoundProblem(string detail) : NamedProblem(404, detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 404);
}

/// <summary>405: it is there for another method.</summary>
internal sealed class MethodProblem(string allowed, string detail) : NamedProblem(405, detail)
{
    public override Task ExecuteAsync(HttpContext context)
    {
        context.Response.Headers.Allow = allowed;
        return base.ExecuteAsync(context);
    }
}

internal sealed class ConflictProblem(string detail) : NamedProblem(409, detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 409);
}

/// <summary>410: it was there and is no more.</summary>
internal sealed class GoneProblem(string detail) : NamedProblem(410, detail);

internal sealed class TooLargeProblem(string detail) : NamedProblem(413, detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 413);
}

internal sealed class MediaTypeProblem(string detail) : NamedProblem(415, detail), IEndpointMetadataProvider
{
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 415);
}

/// <summary>503: nothing is done; worth trying again.</summary>
internal sealed class UnavailableProblem(string detail, TimeSpan retryAfter) : NamedProblem(503, detail), IEndpointMetadataProvider
{
    public override Task ExecuteAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)).ToString();
        return base.ExecuteAsync(context);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => Describe(builder, 503);
}
