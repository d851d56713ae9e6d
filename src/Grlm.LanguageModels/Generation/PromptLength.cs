namespace Grlm.LanguageModels;

/// <summary>How long a prompt may be.</summary>
internal static class PromptLength
{
    /// <summary>Refuses a prompt that a model cannot go on from.</summary>
    /// <exception cref="InvalidInputException">It is empty or leaves no position for another token.</exception>
    public static void Check(int[] prompt, LanguageModelConfig config)
    {
        if (prompt.Length == 0 || prompt.Length >= config.MaximumPositions)
        {
            throw new InvalidInputException(
                $"A prompt has {prompt.Length} tokens; this model takes 1 to {config.MaximumPositions - 1}. Shorten it.");
        }
    }
}
