using System.CommandLine;

namespace Grlm.Cli;

/// <summary>Commands that have another name now: whoever types the old one reads the new one.</summary>
internal static class RenamedCommand
{
    /// <summary><c>grlm tune</c>, which is <c>grlm sweep</c>.</summary>
    public static Command Tune()
    {
        var command = new Command("tune") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction(new Action<ParseResult>(_ => throw new InvalidOptionsException(
            "There is no command 'tune'. 'grlm sweep' searches for better options of rank or train; " +
                "'grlm model tune' tunes a language model on samples.")));
        return command;
    }
}
