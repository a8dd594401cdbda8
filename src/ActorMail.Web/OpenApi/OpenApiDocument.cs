using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ActorMail.Web.Access;
using ActorMail.Web.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace ActorMail.Web.OpenApi;

/// <summary>The description of the JSON API at <c>/openapi/v1.json</c>; of a host's own endpoints it tells nothing.</summary>
internal static class OpenApiDocument
{
    private const string Name = "v1";

    public static void AddActorMailDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) ?? false;
        options.AddSchemaTransformer((schema, context, _) =>
        {
            SayAsWritten(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            // Let through to be refused with words; it is not taken.
            operation.RequestBody?.Content?.Remove(BodyForm.Any);
            return Task.CompletedTask;
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "ActorMail",
                Version = Name,
                Description = "Publish a post; its author is answered at once and every subscriber gets the e-mail in the background.",
            };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["ApiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("ApiKey", document)] = [] }];
            return Task.CompletedTask;
        });
    });

    /// <summary>A member left out when null is not required, and a number is never a text here.</summary>
    private static void SayAsWritten(OpenApiSchema schema, JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(member => member.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), false) ?? false))
            schema.Required?.Remove(member.Name);
        if (schema.Type is not { } kind || (kind & (JsonSchemaType.Integer | JsonSchemaType.Number)) == 0) return;
        schema.Type = kind & ~JsonSchemaType.String;
        schema.Pattern = null;
    }

    public static void MapDocument(this IEndpointRouteBuilder app) =>
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Roles.Read);
}
