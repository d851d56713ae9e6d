namespace Grlm;

/// <summary>One answer of a language model.</summary>
/// <param name="Text">What it said.</param>
/// <param name="InputTokens">Tokens that it read.</param>
/// <param name="OutputTokens">Tokens that it wrote.</param>
internal sealed record ModelAnswer(string Text, long InputTokens, long OutputTokens);
