using System.Text.Json;

namespace ActorMail.Node.Tests.Http;

/// <summary>What every error must be: problem+json with its status, and nothing about the inside.</summary>
internal static class Refusal
{
    public static async Task<JsonElement> IsAsync(HttpResponseMessage answer, int status, string said)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", text);
        Assert.DoesNotContain("Exception", text);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Contains(said, problem.TryGetProperty("detail", out var detail) ? detail.GetString() : problem.GetProperty("title").GetString());
        return problem;
    }
}
