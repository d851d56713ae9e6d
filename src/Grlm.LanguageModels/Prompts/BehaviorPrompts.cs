namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Writes what a user is known by as the tokens that a language model is asked with: the one way for validation, evaluation and answers,
/// and token for token that of the training samples. Safe for concurrent use.
/// </summary>
/// <param name="renderer">Renders histories.</param>
/// <param name="tokens">The model's tokens.</param>
/// <param name="maximumTokens">Tokens of a prompt at most; longer ones lose their beginning. Null for as many as it takes.</param>
public sealed class BehaviorPrompts(InstructionRenderer renderer, ConversationTokens tokens, int? maximumTokens)
{
    /// <summary>Returns the prompt of a request.</summary>
    public int[] Of(GenerationRequest request)
    {
        var prompt = tokens.Prompt(renderer.Behavior(request.History, request.Domain));
        return prompt.Length > maximumTokens ? prompt[^maximumTokens.Value..] : prompt;
    }

    /// <summary>Returns what the model is to write where an item came next.</summary>
    public int[] Completion(int next) => tokens.Completion(renderer.Completion(next));
}
