namespace ActorMail.Node.Tests.Packages;

/// <summary>Types as a reader writes them.</summary>
internal static class SurfaceNames
{
    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(void)] = "void", [typeof(string)] = "string", [typeof(int)] = "int", [typeof(long)] = "long", [typeof(bool)] = "bool",
        [typeof(double)] = "double", [typeof(byte)] = "byte", [typeof(object)] = "object",
    };

    public static string Of(Type type)
    {
        if (type.IsByRef) return Of(type.GetElementType()!);
        if (type.IsArray) return Of(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return Of(inner) + "?";
        if (Words.TryGetValue(type, out var word)) return word;
        if (type.IsGenericParameter) return type.Name;
        var name = type.IsNested ? $"{Of(type.DeclaringType!)}.{type.Name}" : IsOurs(type) ? $"{type.Namespace}.{type.Name}" : type.Name;
        return type.IsGenericType
            ? $"{name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>"
            : name;
    }

    private static bool IsOurs(Type type) => type.Assembly.GetName().Name!.StartsWith("ActorMail", StringComparison.Ordinal);
}
