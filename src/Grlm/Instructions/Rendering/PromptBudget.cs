using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>Finds the longest form of a prompt that a number of tokens has room for.</summary>
/// <param name="counter">Counts tokens.</param>
/// <param name="tokens">Tokens that the prompt may take.</param>
internal sealed class PromptBudget(ITokenCounter counter, int tokens)
{
    /// <summary>Whether there is room for a prompt.</summary>
    public bool Holds(IReadOnlyList<ChatMessage> prompt) => counter.CountPrompt(prompt) <= tokens;

    /// <summary>
    /// The largest size, from <paramref name="least"/> to one below <paramref name="most"/>, at which there is room, by bisection. The least is taken
    /// to fit.
    /// </summary>
    /// <param name="least">A size that fits.</param>
    /// <param name="most">A size that does not fit.</param>
    /// <param name="render">The prompt of a size.</param>
    public IReadOnlyList<ChatMessage> Largest(int least, int most, Func<int, IReadOnlyList<ChatMessage>> render)
    {
        var best = render(least);
        while (most - least > 1)
        {
            var size = least + ((most - least) / 2);
            var prompt = render(size);
            if (Holds(prompt))
            {
                (least, best) = (size, prompt);
            }
            else
            {
                most = size;
            }
        }

        return best;
    }

    /// <summary>A failure: the shortest form of a prompt has no room.</summary>
    public InvalidOptionsException TooSmall(IReadOnlyList<ChatMessage> prompt)
        => new($"A prompt takes {counter.CountPrompt(prompt)} tokens at its shortest, and there is room for {tokens}. Raise 'maximumTokens', or shorten the prompt's template.");
}
