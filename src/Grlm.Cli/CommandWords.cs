using System.Text.RegularExpressions;

namespace Grlm.Cli;

/// <summary>
/// Says what the library's messages say in the words of the command. The library knows no command: its messages speak of <c>stage
/// 'rank'</c>, which one runs, <c>from the beginning</c> or <c>with option 'keep' 'FILE'</c>, of <c>option 'batchSize'</c>, of <c>model
/// 'acme/tiny'</c>, which one pulls, and of a key, which one adds.
/// </summary>
internal static partial class CommandWords
{
    /// <summary>Returns the message in the words of the command: <c>Run 'grlm rank --force'.</c></summary>
    /// <param name="message">The message of the library.</param>
    /// <param name="product">Has the stages and the options that there are: other words stay.</param>
    public static string Of(string message, Product product)
    {
        var sections = product.Sections.ToList();
        message = Stage().Replace(message,
            stage => sections.Any(section => section.Name == stage.Groups["name"].Value) ? CommandOf(stage) : stage.Value);
        message = Option().Replace(message,
            option => option.Groups["name"].Value is var name && (IsGlobal(name) || sections.Any(section => section.Has(name)))
            ? OptionName.OnCommandLine(name)
            : option.Value);
        message = Model().Replace(message, model => $"Run '{CommandLine.Name} model pull {model.Groups["name"].Value}' to get one");
        return message.Replace("Add a key first", $"Run '{CommandLine.Name} keys add NAME' first", StringComparison.Ordinal);
    }

    private static string CommandOf(Match stage)
    {
        var options = stage.Groups["option"].Captures.Zip(stage.Groups["value"].Captures,
            (option, value) => $" {OptionName.OnCommandLine(option.Value)} {value.Value}");
        return $"'{CommandLine.Name} {stage.Groups["name"].Value}" +
            $"{(stage.Groups["anew"].Success ? " --force" : "")}{string.Concat(options)}'";
    }

    private static bool IsGlobal(string name) => name is "force" or "workspace";

    [GeneratedRegex(
        "stage '(?<name>[a-z]+)'(?<anew> from the beginning)?(?: with option '(?<option>[a-zA-Z]+)' '(?<value>[^']*)')*",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Stage();

    [GeneratedRegex("option '(?<name>[a-zA-Z]+)'", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();

    [GeneratedRegex("Pull model '(?<name>[^']+)' from a hub", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Model();
}
