using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace ActorMail.Node.Tests.Packages;

/// <summary>Everything of an assembly that its users can write down, as text in a fixed order.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // What every record has; the record's own members say all there is to know.
    private static readonly HashSet<string> OfRecords = ["Deconstruct", "Equals", "GetHashCode", "PrintMembers", "ToString", "<Clone>$"];

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(SurfaceNames.Of, StringComparer.Ordinal))
        {
            text.Append(Header(type)).Append('\n');
            foreach (var member in Members(type).Order(StringComparer.Ordinal)) text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    private static string Header(Type type)
    {
        if (type.IsEnum) return $"enum {SurfaceNames.Of(type)}: {string.Join(", ", Enum.GetNames(type))}";
        var kind = type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : type is { IsAbstract: true, IsSealed: true } ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";
        var parents = (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [parent] : Type.EmptyTypes)
            .Concat(type.GetInterfaces().Where(parent => parent.IsPublic && !IsEquatable(parent)).OrderBy(SurfaceNames.Of, StringComparer.Ordinal))
            .Select(SurfaceNames.Of).ToList();
        return $"{kind} {SurfaceNames.Of(type)}{(parents.Count > 0 ? " : " + string.Join(", ", parents) : "")}";
    }

    private static bool IsEquatable(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEquatable<>);

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum) yield break;
        foreach (var member in type.GetConstructors(Declared).Where(IsVisible).Where(member => !IsCopy(member)))
            yield return $"new({Parameters(member)})";
        foreach (var member in type.GetFields(Declared).Where(field => field.IsPublic))
            yield return $"{(member.IsLiteral ? "const " : member.IsStatic ? "static " : "")}{SurfaceNames.Of(member.FieldType)} {member.Name}";
        foreach (var member in type.GetProperties(Declared))
        {
            if (Property(member) is { } property) yield return property;
        }

        foreach (var member in type.GetMethods(Declared).Where(IsVisible))
        {
            if (member.IsSpecialName || OfRecords.Contains(member.Name) || member.IsDefined(typeof(CompilerGeneratedAttribute))) continue;
            yield return $"{(member.IsStatic ? "static " : "")}{SurfaceNames.Of(member.ReturnType)} {member.Name}{Generic(member)}({Parameters(member)})";
        }
    }

    private static string? Property(PropertyInfo property)
    {
        var get = property.GetMethod is { } getter && IsVisible(getter);
        var set = property.SetMethod is { } setter && IsVisible(setter);
        if ((!get && !set) || property.Name == "EqualityContract") return null;
        var init = set && property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
        var fixedToType = (property.GetMethod ?? property.SetMethod)!.IsStatic ? "static " : "";
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        return $"{fixedToType}{required}{SurfaceNames.Of(property.PropertyType)} {property.Name} "
            + $"{{ {(get ? "get; " : "")}{(init ? "init; " : set ? "set; " : "")}}}";
    }

    private static bool IsVisible(MethodBase member) => member.IsPublic || member.IsFamily || member.IsFamilyOrAssembly;

    private static bool IsCopy(ConstructorInfo member) =>
        member.GetParameters() is [{ ParameterType: var only }] && only == member.DeclaringType;

    private static string Generic(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";

    private static string Parameters(MethodBase member) => string.Join(", ", member.GetParameters().Select(parameter =>
        $"{(parameter.IsOut ? "out " : "")}{SurfaceNames.Of(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Default(parameter) : "")}"));

    private static string Default(ParameterInfo parameter) =>
        parameter.DefaultValue switch { null => "default", string text => $"\"{text}\"", bool flag => flag ? "true" : "false", var other => $"{other}" };
}
