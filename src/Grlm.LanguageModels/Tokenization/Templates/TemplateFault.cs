namespace Grlm.LanguageModels;

/// <summary>
/// What is wrong inside a chat template; <see cref="ChatTemplate"/> makes an <see cref="InvalidInputException"/> of it that names the file and the line.
/// </summary>
internal sealed class TemplateFault(string problem) : Exception(problem)
{
    /// <summary>A construct of Jinja, or something that looks like one, that this evaluator does not have.</summary>
    public static TemplateFault Unknown(string construct) => new($"this chat template uses {construct}, which is not known here");
}
