using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Writes texts token by token, several at once. For one thread at a time.</summary>
/// <param name="network">The network.</param>
internal sealed class TokenGeneration(CausalNetwork network)
{
    /// <summary>Writes texts to their ends.</summary>
    /// <param name="requests">The texts, one or more.</param>
    /// <param name="cancellationToken">Stops between two tokens.</param>
    /// <returns>The rows, each with what was written and why it ended.</returns>
    /// <exception cref="InvalidInputException">A prompt is empty or too long, or the weights are damaged.</exception>
    public IReadOnlyList<TokenRow> Generate(IReadOnlyList<TokenRequest> requests, CancellationToken cancellationToken)
    {
        using var guard = no_grad();
        var longest = requests.Max(request => Math.Min(request.Options.MaximumNewTokens, network.Config.MaximumPositions - request.Prompt.Length));
        using var tree = new TokenTree(network, [.. requests.Select(request => request.Prompt)], longest - 1);
        TokenRow[] rows = [.. requests.Select((request, row) => new TokenRow(request, row, network.Config.MaximumPositions))];
        for (var isFirst = true; isFirst || rows.Any(row => row.Stop is null); isFirst = false)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Advance(rows, isFirst ? tree.ReadPrompts(cancellationToken) : tree.Read(), tree);
        }

        return rows;
    }

    private static void Advance(TokenRow[] rows, Tensor logits, TokenTree tree)
    {
        using var host = logits.cpu();
        var all = MemoryMarshal.Cast<byte, float>(host.bytes);
        var vocabulary = all.Length / rows.Length;
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row].Stop is null)
            {
                var scores = all.Slice(row * vocabulary, vocabulary);
                ModelOutput.Check(scores);
                rows[row].Advance(scores, tree);
            }
        }
    }
}
