using System.Text.Json;

namespace Grlm.Cli;

/// <summary>How options and their values are called on the command line.</summary>
internal static class OptionName
{
    /// <summary><c>maximumHistory</c> or <c>MaximumHistory</c> as <c>--maximum-history</c>.</summary>
    public static string OnCommandLine(string property) => $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(property)}";

    /// <summary>What an option of this type takes, in words.</summary>
    public static string Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            { IsEnum: true } => string.Join(" or ", EnumNames(type)),
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(int) => "a whole number",
            _ when type == typeof(double) => "a number",
            _ when type == typeof(FileList) => "a path or a list of paths",
            _ when ElementOf(type) is { } element => element.IsEnum ? $"some of {string.Join(", ", EnumNames(element))}" : "a list of texts",
            _ => "a text",
        };
    }

    /// <summary>Whether an option of this type takes several values, and may be given several times.</summary>
    public static bool IsList(Type type) => type == typeof(FileList) || ElementOf(type) is not null;

    /// <summary>What the values of a list are; null for what is no list.</summary>
    public static Type? ElementOf(Type type)
        => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>The values of an enumeration as users write them: <c>ranker</c>.</summary>
    public static IEnumerable<string> EnumNames(Type type)
        => Enum.GetNames(Nullable.GetUnderlyingType(type) ?? type).Select(JsonNamingPolicy.CamelCase.ConvertName);
}
