using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using ActorMail.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace ActorMail.Web.Requests;

/// <summary>Reads a JSON object into a record and says, in the words of the request, what is wrong with it.</summary>
internal static class StrictJson
{
    private const int MaxDepth = 16;

    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = MaxDepth,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = MaxDepth };

    public static bool TryRead<T>(
        ReadOnlyMemory<byte> json, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out IResult? fault)
        where T : class
    {
        value = null;
        if (!Utf8.IsValid(json.Span))
        {
            fault = new BadRequestProblem("The body holds bytes that are not UTF-8.");
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            fault = Misnamed(document.RootElement, typeof(T));
            if (fault is not null) return false;
            value = document.RootElement.Deserialize<T>(Options)!;
            return true;
        }
        catch (JsonException broken)
        {
            fault = IsTooDeep(json.Span) ? new BadRequestProblem("The body is nested too deeply.") : Fault(broken);
        }
        catch (InvalidOperationException)
        {
            // Escapes that are no Unicode, such as half a surrogate pair, come to light only when a string is taken out.
            fault = new BadRequestProblem("The body holds a text that is not Unicode.");
        }

        return false;
    }

    private static IResult? Misnamed(JsonElement root, Type type)
    {
        if (root.ValueKind != JsonValueKind.Object) return new BadRequestProblem("The body must be a JSON object.");
        var faults = new FieldFaults();
        Look(root, Options.GetTypeInfo(type), "", faults);
        return faults.None ? null : faults.Problem();
    }

    /// <param name="path">The way to <paramref name="at"/>: empty, or ending in a point.</param>
    private static void Look(JsonElement at, JsonTypeInfo type, string path, FieldFaults faults)
    {
        // A map's members have names of the caller's own.
        var known = type.Kind == JsonTypeInfoKind.Object ? type.Properties.ToDictionary(property => property.Name) : null;
        var seen = new HashSet<string>();
        foreach (var member in at.EnumerateObject())
        {
            var name = path + member.Name;
            // Taken out here, where a text that is no Unicode can be told from a value of the wrong type.
            if (member.Value.ValueKind == JsonValueKind.String) _ = member.Value.GetString();
            if (!seen.Add(member.Name)) faults.Add(name, "is named twice");
            else if (known is null) continue;
            else if (!known.TryGetValue(member.Name, out var property))
                faults.Add(name, $"is not known here; known are {string.Join(", ", known.Keys)}");
            else if (member.Value.ValueKind == JsonValueKind.Object)
                Look(member.Value, Options.GetTypeInfo(property.PropertyType), name + ".", faults);
        }
    }

    /// <summary>JsonDocument says it in the text of its exception only.</summary>
    private static bool IsTooDeep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= MaxDepth) return true;
            }
        }
        catch (JsonException)
        {
            // Broken before it is too deep.
        }

        return false;
    }

    private static IResult Fault(JsonException broken)
    {
        // A path means that the JSON is sound and a value has the wrong type; JsonDocument gives none.
        if (broken.Path is ['$', '.', ..] path) return FieldFaults.One(path[2..], "has a value of the wrong type");
        return new BadRequestProblem(broken is { LineNumber: { } line, BytePositionInLine: { } at }
            ? $"The body is no JSON: line {line + 1}, byte {at + 1}."
            : "The body is no JSON.");
    }
}
