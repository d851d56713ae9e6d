#pragma warning disable RS0030 // Asks what the console is, and writes nothing.
namespace Grlm.Cli;

/// <summary>What can be shown where results and messages go.</summary>
/// <param name="ResultsInColor">Colour and weight of letters in results.</param>
/// <param name="MessagesInColor">Colour, and progress that moves, in messages.</param>
/// <param name="Width">Columns; null to ask the terminal.</param>
/// <param name="IsTyped">Whether the input is typed by someone, rather than coming from a pipe or a file.</param>
internal sealed record TerminalTraits(bool ResultsInColor, bool MessagesInColor, int? Width, bool IsTyped)
{
    private const int WidthOfPipes = 80;

    /// <summary>Plain text into pipes and files, with <c>NO_COLOR</c> (no-color.org) and on a terminal that says it is dumb.</summary>
    public static TerminalTraits OfThisProcess()
    {
        var isPlain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);
        return new(
            !isPlain && !Console.IsOutputRedirected,
            !isPlain && !Console.IsErrorRedirected,
            Console.IsOutputRedirected ? WidthOfPipes : null,
            !Console.IsInputRedirected);
    }
}
