using Microsoft.AspNetCore.Http;

namespace ActorMail.Web.Requests;

/// <summary>Answers for an endpoint whose body could not be read.</summary>
internal sealed class RefuseUnreadable : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.Arguments.OfType<IRequestBody>().FirstOrDefault(body => body.Fault is not null) is { } unreadable
            ? ValueTask.FromResult<object?>(unreadable.Fault)
            : next(context);
}
