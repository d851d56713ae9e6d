using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Vectors of texts by a causal language model: the last token's state after the final normalisation, where the last token is the one that
/// the model's tokenizer ends a text with, if it has one (Zhang et al., Qwen3 Embedding, arXiv 2506.05176). Thread-safe: calls wait for
/// each other.
/// </summary>
/// <param name="model">The model; disposed with this.</param>
internal sealed class LastTokenEncoder(LanguageModel model) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Tokens of a text that are read: item texts are shorter, and what is beyond says little more of the item.</summary>
    public const int MaximumLength = 512;

    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        return Task.Run(() => new GeneratedEmbeddings<Embedding<float>>(Encode(texts).Select(vector => new Embedding<float>(vector))),
            cancellationToken);
    }

    /// <summary>Returns the vectors of texts, <c>[hidden]</c> each; not of length one.</summary>
    public float[][] Encode(IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return [];
        }

        int[][] tokens = [.. texts.Select(Tokenize)];
        lock (_gate)
        {
            using var guard = no_grad();
            using var scope = NewDisposeScope();
            var batch = TokenBatch.Padded(tokens, PaddingSide.Right);
            var hidden = model.Network.Forward(batch).view(batch.Rows * batch.Tokens, -1); // [texts * tokens, hidden]
            long[] last = [.. tokens.Select((text, row) => ((long)row * batch.Tokens) + text.Length - 1)];
            var vectors = hidden.index_select(0,
                tensor(last, device: hidden.device)).to_type(ScalarType.Float32).cpu().contiguous(); // [texts, hidden]
            var numbers = MemoryMarshal.Cast<byte, float>(vectors.bytes);
            var width = (int)vectors.shape[1];
            var rows = new float[texts.Count][];
            for (var row = 0; row < rows.Length; row++)
            {
                rows[row] = numbers.Slice(row * width, width).ToArray();
            }

            return rows;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();

    /// <summary>Returns a text that is too long loses its end, but never the token that ends a text.</summary>
    private int[] Tokenize(string text)
    {
        var ids = model.Tokenizer.Encode(text, addSpecialTokens: true);
        var length = Math.Min(MaximumLength, model.Config.MaximumPositions);
        if (ids.Length <= length)
        {
            return ids;
        }

        return model.Tokenizer.IsSpecial(ids[^1]) ? [.. ids[..(length - 1)], ids[^1]] : ids[..length];
    }
}
