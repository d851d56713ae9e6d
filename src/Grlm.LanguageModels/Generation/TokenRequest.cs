namespace Grlm.LanguageModels;

/// <summary>One text to write, token by token.</summary>
/// <param name="Prompt">Tokens of the prompt.</param>
/// <param name="Options">How tokens are chosen.</param>
/// <param name="EndTokens">Tokens that end the text.</param>
internal sealed record TokenRequest(int[] Prompt, TextGenerationOptions Options, IReadOnlyList<int> EndTokens)
{
    /// <summary>Which tokens may follow; null for all. A text's own.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>Told of every token but an end token as soon as it is chosen; true ends the text with it.</summary>
    public Func<int, bool>? OnToken { get; init; }
}
