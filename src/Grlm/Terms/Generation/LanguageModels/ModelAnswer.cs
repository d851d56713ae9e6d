namespace Grlm;

/// <summary>One answer of a language model.</summary>
/// <param name="Text">What it said.</param>
/// <param name="InputTokens">Tokens that it read.</param>
/// <param name="OutputTokens">Tokens that it wrote.</param>
internal sealed record ModelAnswer(string Text, long InputTokens, long OutputTokens)
{
    /// <summary>The limit of tokens that cut it off; null where it ended by itself.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether it has thoughts that the server told apart from the text.</summary>
    public bool HasThoughts { get; init; }
}
