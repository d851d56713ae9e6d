using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Writes text behind a prompt. For one thread at a time.</summary>
/// <param name="network">The network.</param>
/// <param name="tokenizer">Its tokenizer.</param>
/// <param name="endTokens">Tokens that end a text.</param>
internal sealed class TextGeneration(CausalNetwork network, Tokenizer tokenizer, IReadOnlyList<int> endTokens)
{
    /// <summary>Writes a text to its end.</summary>
    /// <param name="prompt">Tokens of the prompt.</param>
    /// <param name="options">How.</param>
    /// <param name="constraint">Which tokens may follow; null for all.</param>
    /// <param name="onText">Told of every piece as soon as it is certain, in whole characters; null for none.</param>
    /// <param name="cancellationToken">Stops between two tokens.</param>
    /// <returns>The text; of a beam search the best sequence.</returns>
    /// <exception cref="InvalidOptionsException">The options do not go together.</exception>
    /// <exception cref="InvalidInputException">The prompt is empty or too long, or the weights are damaged.</exception>
    public TextResult Write(
        int[] prompt, TextGenerationOptions options, ITokenConstraint? constraint, Action<string>? onText,
        CancellationToken cancellationToken)
    {
        options.Validate();
        return options.Beams > 1
            ? Search(prompt, options, constraint, onText, cancellationToken)
            : WriteTokenByToken(prompt, options, constraint, onText, cancellationToken);
    }

    private TextResult WriteTokenByToken(
        int[] prompt, TextGenerationOptions options, ITokenConstraint? constraint, Action<string>? onText,
        CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var decoder = new StreamingDecoder(tokenizer, skipSpecialTokens: true);
        var filter = new StopTextFilter(options.Stop);
        var request = new TokenRequest(prompt, options, endTokens)
        {
            Constraint = constraint,
            OnToken = token =>
            {
                Give(filter.Add(decoder.Add(token)));
                return filter.IsStopped;
            },
        };
        var row = new TokenGeneration(network).Generate([request], cancellationToken)[0];
        Give(filter.Add(decoder.Finish()));
        Give(filter.Finish());
        return new TextResult(text.ToString(), row.Stop!.Value, prompt.Length, row.Written.Length);

        void Give(string piece)
        {
            if (piece.Length > 0)
            {
                text.Append(piece);
                onText?.Invoke(piece);
            }
        }
    }

    private TextResult Search(
        int[] prompt, TextGenerationOptions options, ITokenConstraint? constraint, Action<string>? onText,
        CancellationToken cancellationToken)
    {
        var settings = new BeamSearchSettings
        {
            Beams = options.Beams,
            MaximumNewTokens = options.MaximumNewTokens,
            LengthPenalty = options.LengthPenalty,
            EndTokens = endTokens,
        };
        using var search = new BeamSearch(network);
        var best = search.Search([prompt], constraint is null ? null : [constraint], settings, cancellationToken)[0][0];
        var text = tokenizer.Decode(best.Tokens, skipSpecialTokens: true);
        var isWhole = endTokens.Contains(best.Tokens[^1]) || (constraint is not null && best.Tokens.Length < options.MaximumNewTokens);
        onText?.Invoke(text);
        return new TextResult(text, isWhole ? StopReason.End : StopReason.Length, prompt.Length, best.Tokens.Length);
    }
}

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
        var longest = requests.Max(
            request => Math.Min(request.Options.MaximumNewTokens, network.Config.MaximumPositions - request.Prompt.Length));
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
