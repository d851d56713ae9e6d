namespace Grlm.Cli;

/// <summary>A model's answer, as <c>grlm model chat --json</c> prints it.</summary>
/// <param name="Text">What it said.</param>
/// <param name="FinishReason"><c>stop</c> where it came to an end, <c>length</c> where it was cut off.</param>
/// <param name="InputTokens">Tokens of the conversation that it read.</param>
/// <param name="OutputTokens">Tokens that it wrote.</param>
/// <param name="Seconds">Time that it took.</param>
internal sealed record ChatAnswer(string Text, string? FinishReason, long InputTokens, long OutputTokens, double Seconds);
