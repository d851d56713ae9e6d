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
            _ when type == typeof(IReadOnlyList<string>) => "a list of texts",
            _ => "a text",
        };
    }

    /// <summary>The values of an enumeration as users write them: <c>ranker</c>.</summary>
    public static IEnumerable<string> EnumNames(Type type)
        => Enum.GetNames(Nullable.GetUnderlyingType(type) ?? type).Select(JsonNamingPolicy.CamelCase.ConvertName);
}
