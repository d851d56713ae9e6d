using System.Collections;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Grlm.Cli;

/// <summary>
/// Holds the options of a command on the command line: one for each property of its options record that says what it is, with the record's
/// default.
/// </summary>
/// <typeparam name="TOptions">The options record.</typeparam>
internal sealed class CommandOptions<TOptions>
    where TOptions : class
{
    private const string Number = "count", NumberAlias = "-k";

    private readonly OptionSection<TOptions> _section;
    private readonly List<(string Property, Option Option, Func<ParseResult, JsonNode?> Value)> _options = [];

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command, with its arguments.</param>
    /// <param name="section">Reads their values.</param>
    public CommandOptions(Command command, OptionSection<TOptions> section)
    {
        _section = section;
        var defaults = Activator.CreateInstance<TOptions>();
        var add = typeof(CommandOptions<TOptions>).GetMethod(nameof(Add), BindingFlags.Instance | BindingFlags.NonPublic)!;
        foreach (var property in WorkspaceJson.Options.GetTypeInfo(typeof(TOptions)).Properties)
        {
            if (property.AttributeProvider is MemberInfo member && member.GetCustomAttribute<OptionAttribute>() is { } about)
            {
                add.MakeGenericMethod(property.PropertyType).Invoke(this, [command, property, about, property.Get!(defaults)]);
            }
        }

        if (section.OfPaper is { } paper)
        {
            AddPaper(command, paper.Description);
        }
    }

    /// <summary>
    /// Returns the options as they stand on the command line, over those of the workspace's <c>grlm.json</c>, over the defaults.
    /// </summary>
    /// <exception cref="InvalidOptionsException">A value isn't one that the command takes, or a required one is missing.</exception>
    /// <param name="context">The command's.</param>
    /// <param name="below">Values that all others win over.</param>
    public TOptions Read(CommandContext context, params IReadOnlyList<OptionLayer> below)
    {
        var given = _options.Where(option => context.Parsed.GetResult(option.Option) is { Implicit: false });
        var values = new JsonObject(given.Select(option => KeyValuePair.Create(option.Property, option.Value(context.Parsed))));
        OptionLayer[] layers = [.. below, context.Settings.LayerOf(_section.Name),
            new OptionLayer("on the command line", values, context.CurrentDirectory)];
        var options = _section.Read(layers);
        if (_section.TakesPaper(layers))
        {
            var unlike = string.Join(", ", _section.UnlikePaper(options));
            context.Terminal.Message($"{_section.Name,-9} with the paper's settings{(unlike.Length > 0 ? $", but for {unlike}" : "")}");
        }

        return options;
    }

    private void Add<T>(Command command, JsonPropertyInfo property, OptionAttribute about, T standard)
    {
        var text = GroupOf(property)?.Describe(about.Description) ?? about.Description;
        var description = property.IsRequired ? $"{text} Required." : text;
        var option = new Option<T>(OptionName.OnCommandLine(property.Name), property.Name == Number ? [NumberAlias] : [])
        {
            Description = standard is null or "" or false or ICollection { Count: 0 } or FileList { Count: 0 }
                ? description : $"{description} [{Written(standard)}]",
            HelpName = about.Value ?? (standard is false ? null : ValueName(typeof(T))),
            CustomParser = Parse<T>,
            AllowMultipleArgumentsPerToken = OptionName.IsList(typeof(T)) && command.Arguments.Count == 0,

            // The name of a switch alone turns it on; what is on needs to be told that it is off.
            Arity = standard is false
                ? ArgumentArity.ZeroOrOne : OptionName.IsList(typeof(T)) ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne,
        };
        command.Options.Add(option);
        _options.Add((property.Name, option, parsed => JsonSerializer.SerializeToNode(parsed.GetValue(option), WorkspaceJson.Options)));
    }

    /// <summary>Returns the group of the record that an option is of; null for one of the record's own.</summary>
    private static OptionGroupAttribute? GroupOf(JsonPropertyInfo option)
        => typeof(TOptions).GetProperties()
            .FirstOrDefault(group => group.PropertyType == (option.AttributeProvider as MemberInfo)?.DeclaringType)?
            .GetCustomAttribute<OptionGroupAttribute>();

    /// <summary>Adds the option that takes the paper's settings for the defaults.</summary>
    private void AddPaper(Command command, string description)
    {
        var option = new Option<bool>(OptionName.OnCommandLine(OptionSection<TOptions>.PaperOption))
        {
            Description = description,
            CustomParser = Parse<bool>,
            Arity = ArgumentArity.ZeroOrOne,
        };
        command.Options.Add(option);
        _options.Add((OptionSection<TOptions>.PaperOption, option, parsed => parsed.GetValue(option)));
    }

    private static T? Parse<T>(ArgumentResult result)
    {
        // Text and numbers go the way that they go in grlm.json, so both take the same values.
        var text = result.Tokens.Count == 0 ? "true" : string.Join(' ', result.Tokens.Select(token => token.Value));
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (type.IsEnum && !OptionName.EnumNames(type).Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Refuse(); // JSON takes names with commas between them for one value, their numbers added up
        }

        try
        {
            return OptionName.IsList(type)
                ? JsonSerializer.SerializeToNode(result.Tokens.SelectMany(token => ValuesOf(type, token.Value)))
                    .Deserialize<T>(WorkspaceJson.Options)
                : JsonSerializer.Deserialize<T>(type == typeof(string) || type.IsEnum ? JsonSerializer.Serialize(text) : text,
                    WorkspaceJson.Options);
        }
        catch (JsonException)
        {
            return Refuse();
        }

        T? Refuse()
        {
            var option = ((OptionResult)result.Parent!).IdentifierToken?.Value;
            result.AddError($"{option} takes {OptionName.Expected(type)}, not '{text}'.");
            return default;
        }
    }

    // Names of values may also stand together, with commas between them; texts and paths may have commas of their own.
    private static string[] ValuesOf(Type list, string token)
        => OptionName.ElementOf(list) is { IsEnum: true } ? token.Split(',', StringSplitOptions.TrimEntries) : [token];

    private static string ValueName(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            { IsEnum: true } => string.Join('|', OptionName.EnumNames(type)),
            _ when OptionName.ElementOf(type) is { IsEnum: true } element => ValueName(element),
            _ when type == typeof(bool) => "true|false",
            _ when type == typeof(int) || type == typeof(long) || type == typeof(double) => "N",
            _ => "TEXT",
        };
    }

    private static string Written<T>(T value) => JsonSerializer.Serialize(value, WorkspaceJson.Options).Trim('"');
}

/// <summary>Names options and their values on the command line.</summary>
internal static class OptionName
{
    /// <summary>Writes <c>maximumHistory</c> or <c>MaximumHistory</c> as <c>--maximum-history</c>.</summary>
    public static string OnCommandLine(string property) => $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(property)}";

    /// <summary>Returns what an option of this type takes, in words.</summary>
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
            _ when ElementOf(type) is { } element
                => element.IsEnum ? $"some of {string.Join(", ", EnumNames(element))}" : "a list of texts",
            _ => "a text",
        };
    }

    /// <summary>Tells whether an option of this type takes several values, and may be given several times.</summary>
    public static bool IsList(Type type) => type == typeof(FileList) || ElementOf(type) is not null;

    /// <summary>Returns what the values of a list are; null for what is no list.</summary>
    public static Type? ElementOf(Type type)
        => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>Returns the values of an enumeration as users write them: <c>ranker</c>.</summary>
    public static IEnumerable<string> EnumNames(Type type)
        => Enum.GetNames(Nullable.GetUnderlyingType(type) ?? type).Select(JsonNamingPolicy.CamelCase.ConvertName);
}
