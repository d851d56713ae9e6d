namespace Grlm.LanguageModels;

/// <summary>
/// Memory that work with a language model takes, in bytes, by arithmetic alone: from the sizes of its tensors, not from a measurement. What
/// libtorch and the runtime take besides, some hundred megabytes, is left out.
/// </summary>
/// <param name="Weights">The network's weights.</param>
/// <param name="Training">What training keeps for each number that it changes: master copy, gradient and the optimiser's two
/// moments.</param>
/// <param name="Cache">Keys and values of the tokens so far.</param>
/// <param name="Activations">What the layers hold while they run, and for the way back in training.</param>
/// <param name="Logits">Scores over the vocabulary, and in training their gradient.</param>
public sealed record MemoryEstimate(long Weights, long Training, long Cache, long Activations, long Logits)
{
    private const int Float32 = sizeof(float);

    /// <summary>Bytes that the loss takes at most, however many tokens there are: a chunk of logits and one of their logarithms.</summary>
    internal const long MostLossBytes = 2L * LossLogits * Float32;

    /// <summary>Logits that the loss of training makes at a time: 128 MB of them.</summary>
    public const int LossLogits = 1 << 25;

    // Value, gradient and two moments in float32: 16 bytes a number.
    private const int TrainingCopies = 4;

    /// <summary>Gets all of it.</summary>
    public long Total => Weights + Training + Cache + Activations + Logits;

    /// <summary>
    /// Returns the memory to generate: weights = parameters x bytes; cache = 2 x layers x key-value heads x head size x tokens x sequences
    /// x bytes; activations = those of one layer for every token of the prompts; logits = two rows over the vocabulary a sequence, in
    /// float32.
    /// </summary>
    /// <param name="config">The model.</param>
    /// <param name="type">What it computes in.</param>
    /// <param name="tokens">Tokens of a sequence, prompt and completion.</param>
    /// <param name="sequences">Sequences, or beams, at once.</param>
    public static MemoryEstimate ToRun(LanguageModelConfig config, StoredType type, long tokens, int sequences)
    {
        ArgumentNullException.ThrowIfNull(config);
        var size = type.Size();
        var cache = 2L * config.LayerCount * config.KeyValueHeadCount * config.HeadSize * tokens * sequences * size;
        return new MemoryEstimate(
            LanguageModelTensors.CountParameters(config) * size,
            Training: 0,
            cache,
            NumbersOfLayer(config) * tokens * sequences * size,
            2L * config.VocabularySize * sequences * Float32);
    }

    /// <summary>
    /// Returns the memory to tune all parameters: 16 bytes each (float32 value, gradient and two moments), activations (see
    /// <see cref="TuningActivations"/>), and logits with their gradient.
    /// </summary>
    /// <param name="config">The model.</param>
    /// <param name="tokens">Tokens of a step: batch x length.</param>
    /// <param name="checkpointing">Whether layers run again on the way back instead of keeping what they computed.</param>
    public static MemoryEstimate ToTune(LanguageModelConfig config, long tokens, bool checkpointing)
    {
        ArgumentNullException.ThrowIfNull(config);
        var values = LanguageModelTensors.CountParameters(config) * Float32;
        return new MemoryEstimate(
            values, values * (TrainingCopies - 1), Cache: 0, TuningActivations(config, tokens, checkpointing),
            TuningLogits(config, tokens));
    }

    /// <summary>
    /// Returns the memory to tune a LoRA adapter on every linear layer: the weights as they are, and 16 bytes for each number of the
    /// adapter.
    /// </summary>
    /// <param name="config">The model.</param>
    /// <param name="type">What the weights are held in.</param>
    /// <param name="rank">Rank of the adapter.</param>
    /// <param name="tokens">Tokens of a step: batch x length.</param>
    /// <param name="checkpointing">Whether layers run again on the way back instead of keeping what they computed.</param>
    public static MemoryEstimate ToTuneAdapter(LanguageModelConfig config, StoredType type, int rank, long tokens, bool checkpointing)
    {
        ArgumentNullException.ThrowIfNull(config);
        return new MemoryEstimate(
            LanguageModelTensors.CountParameters(config) * type.Size(),
            LanguageModelTensors.CountAdapterParameters(config, rank) * TrainingCopies * Float32,
            Cache: 0,
            TuningActivations(config, tokens, checkpointing),
            TuningLogits(config, tokens));
    }

    /// <summary>
    /// Returns what the way back needs, in float32: each layer's numbers for every token; with checkpointing only each layer's input, and
    /// all of one layer. Scores of attention are not among them: they are not kept.
    /// </summary>
    private static long TuningActivations(LanguageModelConfig config, long tokens, bool checkpointing)
    {
        var kept = checkpointing
            ? ((long)config.LayerCount * config.HiddenSize) + NumbersOfLayer(config) : config.LayerCount * NumbersOfLayer(config);
        return kept * tokens * Float32;
    }

    /// <summary>Logits and their gradient for every token, or for as many as the loss makes at a time.</summary>
    private static long TuningLogits(LanguageModelConfig config, long tokens)
        => Math.Min(2L * config.VocabularySize * tokens * Float32, MostLossBytes);

    /// <summary>
    /// Returns what a layer computes for a token: two inputs and their norms (4 x width), queries, keys and values, queries and keys once
    /// turned, the attention's result (3 x query width + 3 x key width), and gate, its activation, up and their product (4 x inner width).
    /// </summary>
    private static long NumbersOfLayer(LanguageModelConfig config)
        => (4L * config.HiddenSize) + (3L * (config.HeadCount + config.KeyValueHeadCount) * config.HeadSize) +
            (4L * config.IntermediateSize);
}
