namespace Grlm;

/// <summary>The templates of instruction samples, and what may stand in them.</summary>
internal static class InstructionPrompts
{
    /// <summary>File of behavior prediction.</summary>
    public const string Behavior = "instruct-behavior.md";

    /// <summary>File of term internalization.</summary>
    public const string Internalization = "instruct-internalization.md";

    /// <summary>File of the collaborative task.</summary>
    public const string Collaborative = "instruct-collaborative.md";

    /// <summary>The template of behavior prediction.</summary>
    /// <exception cref="InvalidInputException">A placeholder is missing, or there is no such placeholder.</exception>
    public static PromptTemplate ParseBehavior(string text) => PromptTemplate.Parse(Behavior, text, ["history"], ["domain", "titles", "terms"]);

    /// <summary>The template of term internalization.</summary>
    /// <exception cref="InvalidInputException">A placeholder is missing, or there is no such placeholder.</exception>
    public static PromptTemplate ParseInternalization(string text) => PromptTemplate.Parse(Internalization, text, ["item"], ["terms"]);

    /// <summary>The template of the collaborative task.</summary>
    /// <exception cref="InvalidInputException">A placeholder is missing, or there is no such placeholder.</exception>
    public static PromptTemplate ParseCollaborative(string text) => PromptTemplate.Parse(Collaborative, text, ["item"], ["count", "terms"]);
}
