namespace Grlm.LanguageModels;

/// <summary>A text that a model has written.</summary>
/// <param name="Text">The text, without special tokens and stop text.</param>
/// <param name="Stop">Why it ended.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="NewTokens">Tokens written, the end token included.</param>
internal sealed record TextResult(string Text, StopReason Stop, int PromptTokens, int NewTokens);
