namespace Grlm.LanguageModels.Internal;

/// <summary>Names the tensors of a causal language model under their Hugging Face names.</summary>
public static class LanguageModelTensors
{
    /// <summary>Holds the token embedding: <c>[vocabulary, width]</c>.</summary>
    public const string Embedding = "model.embed_tokens.weight";

    /// <summary>Holds the output head: <c>[vocabulary, width]</c>; the embedding itself where the head is tied.</summary>
    public const string Head = "lm_head.weight";

    /// <summary>Holds the norm before the head: <c>[width]</c>.</summary>
    public const string FinalNorm = "model.norm.weight";

    /// <summary>Returns the name of what belongs to a layer.</summary>
    /// <param name="layer">Number of the layer, from 0.</param>
    /// <param name="part">Name within it: <c>self_attn.q_proj.weight</c>.</param>
    public static string OfLayer(int layer, string part) => $"model.layers.{layer}.{part}";

    /// <summary>
    /// Lists every tensor that the network has, in the order in which a token passes them. A tied head is not among them.
    /// </summary>
    /// <param name="config">The model.</param>
    /// <returns>Name and shape; linear layers are <c>[out, in]</c>.</returns>
    public static IReadOnlyList<KeyValuePair<string, long[]>> NamesAndShapes(LanguageModelConfig config)
    {
        var list = new List<KeyValuePair<string, long[]>> { new(Embedding, [config.VocabularySize, config.HiddenSize]) };
        for (var layer = 0; layer < config.LayerCount; layer++)
        {
            list.AddRange(PartsOfLayer(config).Select(part => new KeyValuePair<string, long[]>(OfLayer(layer, part.Key), part.Value)));
        }

        list.Add(new(FinalNorm, [config.HiddenSize]));
        if (!config.TiedHead)
        {
            list.Add(new(Head, [config.VocabularySize, config.HiddenSize]));
        }

        return list;
    }

    /// <summary>Returns how many numbers the network has; a tied head counts once.</summary>
    public static long CountParameters(LanguageModelConfig config) => NamesAndShapes(config).Sum(tensor => TensorShape.Count(tensor.Value));

    /// <summary>Returns how many numbers a LoRA adapter on every linear layer but the head has: rank x (in + out) each.</summary>
    public static long CountAdapterParameters(LanguageModelConfig config, int rank)
        => NamesAndShapes(config)
            .Where(tensor => tensor.Value.Length == 2 && tensor.Key is not (Embedding or Head))
            .Sum(tensor => rank * tensor.Value.Sum());

    private static IEnumerable<KeyValuePair<string, long[]>> PartsOfLayer(LanguageModelConfig config)
    {
        long width = config.HiddenSize;
        var queries = (long)config.HeadCount * config.HeadSize;
        var keys = (long)config.KeyValueHeadCount * config.HeadSize;
        return
        [
            new("input_layernorm.weight", [width]),
            .. Linear("self_attn.q_proj", queries, width, config.QueryKeyValueBias),
            .. Linear("self_attn.k_proj", keys, width, config.QueryKeyValueBias),
            .. Linear("self_attn.v_proj", keys, width, config.QueryKeyValueBias),
            .. config.QueryKeyNorm ? HeadNorms(config.HeadSize) : [],
            .. Linear("self_attn.o_proj", width, queries, config.AttentionOutputBias),
            new("post_attention_layernorm.weight", [width]),
            .. Linear("mlp.gate_proj", config.IntermediateSize, width, config.FeedForwardBias),
            .. Linear("mlp.up_proj", config.IntermediateSize, width, config.FeedForwardBias),
            .. Linear("mlp.down_proj", width, config.IntermediateSize, config.FeedForwardBias),
        ];
    }

    private static KeyValuePair<string, long[]>[] HeadNorms(long size)
        => [new("self_attn.q_norm.weight", [size]), new("self_attn.k_norm.weight", [size])];

    private static KeyValuePair<string, long[]>[] Linear(string name, long output, long input, bool bias)
        => bias ? [new($"{name}.weight", [output, input]), new($"{name}.bias", [output])] : [new($"{name}.weight", [output, input])];
}

/// <summary>Holds the tensors of a checkpoint against those that its configuration calls for: every one is read, or named.</summary>
internal static class WeightCheck
{
    private const int Shown = 5;

    /// <summary>
    /// Ends of the names of tables that are computed here and by transformers alike: frequencies of the rotary embedding and their cosines,
    /// masks.
    /// </summary>
    private static readonly string[] _buffers =
    [
        "rotary_emb.inv_freq", "rotary_emb.cos_cached", "rotary_emb.sin_cached", "attn.bias", "attn.masked_bias", "rope_freqs.weight",
    ];

    /// <summary>Checks names, types and shapes.</summary>
    /// <param name="config">The model.</param>
    /// <param name="weights">The tensors.</param>
    /// <param name="path">Where they are, for error messages.</param>
    /// <exception cref="InvalidInputException">Tensors are missing, left over, of another shape or a type that is not read; the message
    /// names them.</exception>
    public static void Run(LanguageModelConfig config, ITensorSource weights, string path)
    {
        // Before the list of names is made: its length is what a small file claims.
        if (config.LayerCount > weights.Tensors.Count + weights.Unreadable.Count)
        {
            throw new InvalidInputException(
                $"{path} has {weights.Tensors.Count:N0} tensors, too few for {config.LayerCount:N0} layers. {CheckpointFiles.Remedy}");
        }

        var expected = LanguageModelTensors.NamesAndShapes(config).ToDictionary();
        if (config.TiedHead && weights.Tensors.ContainsKey(LanguageModelTensors.Head))
        {
            expected.Add(LanguageModelTensors.Head,
                [config.VocabularySize, config.HiddenSize]); // some checkpoints store the tied head as well
        }

        Refuse(
            "has in a type that is not read here (F32, F16 and BF16 are)",
            weights.Unreadable.Where(tensor => !IsBuffer(tensor.Key)).Select(tensor => $"{tensor.Key} ({tensor.Value})"),
            path);
        Refuse("lacks", expected.Keys.Where(name => !weights.Tensors.ContainsKey(name)), path);
        Refuse("has, and its config.json does not call for,",
            weights.Tensors.Keys.Where(name => !expected.ContainsKey(name) && !IsBuffer(name)), path);
        Refuse(
            "has in another shape than its config.json calls for",
            expected.Where(tensor => !tensor.Value.AsSpan().SequenceEqual(weights.Tensors[tensor.Key].Shape)).Select(tensor =>
                $"{tensor.Key} {TensorShape.Describe(weights.Tensors[tensor.Key].Shape)}, not {TensorShape.Describe(tensor.Value)}"),
            path);
    }

    private static bool IsBuffer(string name)
        => Array.Exists(_buffers, end => name == end || name.EndsWith("." + end, StringComparison.Ordinal));

    private static void Refuse(string problem, IEnumerable<string> tensors, string path)
    {
        string[] all = [.. tensors];
        if (all.Length > 0)
        {
            var more = all.Length > Shown ? $" and {all.Length - Shown:N0} more" : "";
            throw new InvalidInputException($"{path} {problem} {string.Join(", ", all.Take(Shown))}{more}. {CheckpointFiles.Remedy}");
        }
    }
}
