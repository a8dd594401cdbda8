using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace ActorMail.Web.Requests;

/// <summary>Reads a JSON object into a record and says, in the words of the request, what is wrong with it.</summary>
internal static class StrictJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 16,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public static bool TryRead<T>(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out IResult? fault)
        where T : class
    {
        value = null;
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            fault = Unknown(document.RootElement, typeof(T));
            if (fault is not null) return false;
            value = document.RootElement.Deserialize<T>(Options)!;
            return true;
        }
        catch (JsonException broken)
        {
            fault = Fault(broken);
        }
        catch (InvalidOperationException)
        {
            // Escapes that are no Unicode, such as half a surrogate pair, come to light only when a string is taken out.
            fault = new BadRequestProblem("The body holds a text that is not Unicode.");
        }

        return false;
    }

    private static IResult? Unknown(JsonElement root, Type type)
    {
        if (root.ValueKind != JsonValueKind.Object) return new BadRequestProblem("The body must be a JSON object.");
        var known = Options.GetTypeInfo(type).Properties.Select(property => property.Name).ToHashSet();
        var faults = new FieldFaults();
        foreach (var member in root.EnumerateObject().Where(member => !known.Contains(member.Name)))
            faults.Add(member.Name, $"is not known here; known are {string.Join(", ", known)}");
        return faults.None ? null : faults.Problem();
    }

    private static IResult Fault(JsonException broken)
    {
        // A path means that the JSON is sound and a value has the wrong type; JsonDocument gives none.
        if (broken.Path is ['$', '.', ..] path) return FieldFaults.One(path[2..], "has a value of the wrong type");
        return new BadRequestProblem(broken is { LineNumber: { } line, BytePositionInLine: { } at }
            ? $"The body is no JSON: line {line + 1}, byte {at + 1}."
            : "The body is no JSON, or names a member twice.");
    }
}
