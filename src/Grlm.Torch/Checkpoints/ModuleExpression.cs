using System.Text.RegularExpressions;

namespace Grlm.Torch;

/// <summary>Regular expressions over names of modules, from files that someone else has written.</summary>
internal static class ModuleExpression
{
    /// <summary>An expression that matches whole names, without backtracking: none can be made to run for ever.</summary>
    /// <exception cref="ArgumentException">It is no expression, or needs backtracking.</exception>
    public static Regex Compile(string expression)
    {
        try
        {
            return new Regex($"^(?:{expression})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
        }
        catch (NotSupportedException exception)
        {
            throw new ArgumentException($"'{expression}' cannot be matched without backtracking.", nameof(expression), exception);
        }
    }
}
