namespace Grlm.LanguageModels;

/// <summary>Holds the tensors of a checkpoint against those that its configuration calls for: every one is read, or named.</summary>
internal static class WeightCheck
{
    private const int Shown = 5;

    /// <summary>
    /// Ends of the names of tables that are computed here and by transformers alike: frequencies of the rotary embedding and their cosines, masks.
    /// </summary>
    private static readonly string[] _buffers =
    [
        "rotary_emb.inv_freq", "rotary_emb.cos_cached", "rotary_emb.sin_cached", "attn.bias", "attn.masked_bias", "rope_freqs.weight",
    ];

    /// <summary>Checks names, types and shapes.</summary>
    /// <param name="config">The model.</param>
    /// <param name="weights">The tensors.</param>
    /// <param name="path">Where they are, for error messages.</param>
    /// <exception cref="InvalidInputException">Tensors are missing, left over, of another shape or a type that is not read; the message names them.</exception>
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
            expected.Add(LanguageModelTensors.Head, [config.VocabularySize, config.HiddenSize]); // some checkpoints store the tied head as well
        }

        Refuse(
            "has in a type that is not read here (F32, F16 and BF16 are)",
            weights.Unreadable.Where(tensor => !IsBuffer(tensor.Key)).Select(tensor => $"{tensor.Key} ({tensor.Value})"),
            path);
        Refuse("lacks", expected.Keys.Where(name => !weights.Tensors.ContainsKey(name)), path);
        Refuse("has, and its config.json does not call for,", weights.Tensors.Keys.Where(name => !expected.ContainsKey(name) && !IsBuffer(name)), path);
        Refuse(
            "has in another shape than its config.json calls for",
            expected.Where(tensor => !tensor.Value.AsSpan().SequenceEqual(weights.Tensors[tensor.Key].Shape)).Select(tensor =>
                $"{tensor.Key} {TensorShape.Describe(weights.Tensors[tensor.Key].Shape)}, not {TensorShape.Describe(tensor.Value)}"),
            path);
    }

    private static bool IsBuffer(string name) => Array.Exists(_buffers, end => name == end || name.EndsWith("." + end, StringComparison.Ordinal));

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
