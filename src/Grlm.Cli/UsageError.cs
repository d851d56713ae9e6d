using System.CommandLine;

namespace Grlm.Cli;

/// <summary>Explains what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageError
{
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var problem = parsed.UnmatchedTokens.Count > 0
            ? DescribeUnknown(parsed.UnmatchedTokens[0], command)
            : string.Join(Environment.NewLine, parsed.Errors.Select(error => error.Message));
        var path = string.Join(' ', Lineage(command).Reverse().Select(ancestor => ancestor.Name));
        return $"{problem} Run '{path} --help' for what there is.";
    }

    private static string DescribeUnknown(string token, Command command)
    {
        if (token.StartsWith('-'))
        {
            var options = command.Options.Concat(
                Lineage(command).Skip(1).SelectMany(ancestor => ancestor.Options.Where(option => option.Recursive)));
            return $"There is no option '{token}'." +
                Suggestion.For(token, options.SelectMany(option => option.Aliases.Prepend(option.Name)));
        }

        return command.Subcommands.Count > 0
            ? $"There is no command '{token}'." +
                Suggestion.For(token, command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name))
            : $"'{command.Name}' doesn't take '{token}'.";
    }

    /// <summary>Returns the command, the one that it is a sub-command of, and so on.</summary>
    private static IEnumerable<Command> Lineage(Command command)
    {
        for (var ancestor = command; ancestor is not null; ancestor = ancestor.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return ancestor;
        }
    }
}
