using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Marks an option with the name of a variable that holds a key: the key itself, given by mistake, is refused before it is written or told anywhere.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyVariableAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || ServerKey.IsVariable(text);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name)
        => $"Option '{name}' takes the name of an environment variable that holds a key, such as OPENAI_API_KEY; there is none of the name that it was given. "
            + "If that was the key itself, it has been shown on the command line: set it as a variable, and think about a new one.";
}
