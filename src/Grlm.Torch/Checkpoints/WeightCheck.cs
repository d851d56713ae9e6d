namespace Grlm.Torch;

/// <summary>Holds the tensors of a checkpoint against those that its configuration calls for.</summary>
internal static class WeightCheck
{
    private const int Shown = 5;
    private const string RotaryBuffer = "rotary_emb.inv_freq";
    private const string RotaryTable = "rope_freqs.weight";

    /// <summary>Checks names and shapes.</summary>
    /// <param name="config">The model.</param>
    /// <param name="weights">The tensors.</param>
    /// <param name="path">Where they are, for error messages.</param>
    /// <exception cref="InvalidInputException">Tensors are missing, left over, or of another shape; the message names them.</exception>
    public static void Run(LanguageModelConfig config, ITensorSource weights, string path)
    {
        // Before the list of names is made: its length is what a small file claims.
        if (config.LayerCount > weights.Tensors.Count)
        {
            throw new InvalidInputException(
                $"{path} has {weights.Tensors.Count:N0} tensors, too few for {config.LayerCount:N0} layers. {CheckpointFiles.Remedy}");
        }

        var expected = LanguageModelTensors.NamesAndShapes(config).ToDictionary();
        if (config.TiedHead && weights.Tensors.ContainsKey(LanguageModelTensors.Head))
        {
            expected.Add(LanguageModelTensors.Head, [config.VocabularySize, config.HiddenSize]); // some checkpoints store the tied head as well
        }

        Refuse("lacks", expected.Keys.Where(name => !weights.Tensors.ContainsKey(name)), path);
        Refuse("has, and its config.json does not call for,", weights.Tensors.Keys.Where(name => !expected.ContainsKey(name) && !IsBuffer(name)), path);
        Refuse(
            "has in another shape than its config.json calls for",
            expected.Where(tensor => !tensor.Value.AsSpan().SequenceEqual(weights.Tensors[tensor.Key].Shape)).Select(tensor =>
                $"{tensor.Key} {TensorShape.Describe(weights.Tensors[tensor.Key].Shape)}, not {TensorShape.Describe(tensor.Value)}"),
            path);
    }

    /// <summary>Tables of frequencies, which the network computes.</summary>
    private static bool IsBuffer(string name) => name.EndsWith(RotaryBuffer, StringComparison.Ordinal) || name == RotaryTable;

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
