using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>Counts tokens as a language model reads them. Implementations are safe for concurrent use.</summary>
public interface ITokenCounter
{
    /// <summary>
    /// Tells the tokenizer and its chat template from others; null where the files in the model's folder tell.
    /// </summary>
    TokenizerIdentity? Identity => null;

    /// <summary>
    /// Returns the tokens of a conversation up to the place where the model's turn begins, the marks of its template among them.
    /// </summary>
    /// <param name="prompt">The turns before the model's.</param>
    int CountPrompt(IReadOnlyList<ChatMessage> prompt);

    /// <summary>Returns the tokens that the model writes to say something, the mark that ends its turn among them.</summary>
    /// <param name="completion">What it says.</param>
    int CountCompletion(string completion);
}
