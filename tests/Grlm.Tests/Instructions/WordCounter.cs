using Microsoft.Extensions.AI;

namespace Grlm.Tests;

/// <summary>Takes words for tokens: those of all turns, and one that ends what the model says.</summary>
internal sealed class WordCounter : ITokenCounter
{
    public int CountPrompt(IReadOnlyList<ChatMessage> prompt) => prompt.Sum(turn => Words(turn.Text));

    public int CountCompletion(string completion) => Words(completion) + 1;

    private static int Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
}
