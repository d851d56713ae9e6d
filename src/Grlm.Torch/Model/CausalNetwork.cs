using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Represents a decoder-only transformer of the Llama family: Llama, Qwen2 and Qwen3. Weights may be float32 or bfloat16 and products
/// either; norms, soft-max, the residual stream and logits are float32. For one thread at a time.
/// </summary>
internal sealed class CausalNetwork : IDisposable
{
    private readonly RotaryTable _rotary;
    private readonly Tensor _norm;

    /// <param name="config">Architecture and sizes.</param>
    /// <param name="weights">The weights; the network disposes them.</param>
    /// <param name="type">Type that products are computed in.</param>
    /// <param name="rotary">The rotary embedding, which the network disposes; null for the one that the configuration describes.</param>
    public CausalNetwork(LanguageModelConfig config, LanguageModelWeights weights, ScalarType type, RotaryTable? rotary = null)
    {
        (Config, Weights, ComputeType) = (config, weights, type);
        _rotary = rotary ?? new RotaryTable(config.Rotary, config.HeadSize, type, Device);
        _norm = weights.Tensor(LanguageModelTensors.FinalNorm);
        Layers = [.. Enumerable.Range(0, config.LayerCount).Select(layer => new DecoderLayer(config, weights, layer, type))];
    }

    /// <summary>Gets the architecture and sizes.</summary>
    public LanguageModelConfig Config { get; }

    /// <summary>Gets the weights.</summary>
    public LanguageModelWeights Weights { get; }

    /// <summary>Type that products are computed in.</summary>
    public ScalarType ComputeType { get; }

    /// <summary>Gets where the weights are.</summary>
    public Device Device => Weights.Parameters.Values.device;

    /// <summary>Gets the layers, first to last.</summary>
    public IReadOnlyList<DecoderLayer> Layers { get; }

    /// <summary>Low-rank changes by module name; null for none.</summary>
    public IReadOnlyDictionary<string, LoraPair>? Adapters { get; set; }

    /// <summary>Makes room for keys and values.</summary>
    /// <param name="rows">Rows of the batches that will follow.</param>
    /// <param name="capacity">Tokens of a row in all.</param>
    public KeyValueCache CreateCache(int rows, int capacity) => new(Config, rows, capacity, ComputeType, Device);

    /// <summary>Returns what the layers of one pass share.</summary>
    public AttentionPlan Plan(TokenBatch batch, KeyValueCache? cache = null)
    {
        var group = Config.HeadCount / Config.KeyValueHeadCount;
        var (cosines, sines) = _rotary.At(batch.Positions, batch.Rows);
        var mask = tensor(batch.Visibility, device: Device).to_type(ComputeType).view(batch.Rows, batch.Tokens, 1, batch.Slots)
            .expand(batch.Rows, batch.Tokens, group, batch.Slots).reshape(batch.Rows, 1, batch.Tokens * group, batch.Slots);
        return new AttentionPlan(cosines, sines, mask, cache, Adapters);
    }

    /// <summary>Returns the tokens' vectors: <c>[rows, tokens, hidden]</c>, float32.</summary>
    public Tensor Embed(TokenBatch batch)
        => Weights.Embeddings.index_select(0, tensor(batch.Ids, device: Device)).view(batch.Rows, batch.Tokens,
            Config.HiddenSize).to_type(ScalarType.Float32);

    /// <summary>Returns the final normalisation: <c>[…, hidden]</c> to the same, in the type that is computed in.</summary>
    public Tensor Normalize(Tensor x) => RmsNorm.Apply(x, _norm, Config.NormEpsilon, ComputeType);

    /// <summary>Reads a batch, behind what a cache already holds.</summary>
    /// <param name="batch">The tokens; each sees slots of the cache and of this batch.</param>
    /// <param name="cache">Takes up the batch's keys and values; null to keep nothing.</param>
    /// <returns>Hidden states after the final normalisation: <c>[rows, tokens, hidden]</c>.</returns>
    public Tensor Forward(TokenBatch batch, KeyValueCache? cache = null)
    {
        using var scope = NewDisposeScope();
        var plan = Plan(batch, cache);
        var x = Embed(batch);
        foreach (var layer in Layers)
        {
            var next = layer.Forward(x, plan);
            x.Dispose();
            x = next;
        }

        cache?.Advance(batch.Tokens);
        return Normalize(x).MoveToOuterDisposeScope();
    }

    /// <summary>Scores of all tokens as the next one: <c>[…, hidden]</c> to <c>[…, vocabulary]</c>, float32.</summary>
    public Tensor Logits(Tensor hidden) => nn.functional.linear(hidden, Weights.Head.to_type(ComputeType)).to_type(ScalarType.Float32);

    /// <inheritdoc/>
    public void Dispose()
    {
        _rotary.Dispose();
        Weights.Dispose();
    }
}
