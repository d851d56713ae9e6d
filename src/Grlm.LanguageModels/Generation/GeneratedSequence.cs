namespace Grlm.LanguageModels;

/// <summary>A sequence that beam search has found.</summary>
/// <param name="Tokens">Its tokens without the prompt, the end token included where there is one.</param>
/// <param name="Score">Sum of the tokens' log-probabilities (natural), divided by their number to the power of the length penalty.</param>
internal sealed record GeneratedSequence(int[] Tokens, double Score);
