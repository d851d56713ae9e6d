using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Writes a causal language model as a folder in Hugging Face layout.</summary>
internal static class CheckpointWriter
{
    /// <summary>Holds the bytes that a file of weights may have where nothing else is said: what transformers takes.</summary>
    public const long DefaultMaximumShard = 5_000_000_000;

    private static readonly Dictionary<string, string> _metadata = new() { ["format"] = "pt" };

    /// <summary>
    /// Writes a checkpoint in Hugging Face layout. The folder is replaced as a whole, in the end: a kill leaves what was there.
    /// </summary>
    /// <param name="folder">The folder; made if it is not there.</param>
    /// <param name="config">The model.</param>
    /// <param name="tensors">Its weights by Hugging Face name.</param>
    /// <param name="type">F32, F16 or BF16.</param>
    /// <param name="generation">Written to <c>generation_config.json</c>.</param>
    /// <param name="tokenizerFolder">Where the tokenizer comes from: a folder, or a GGUF file that stands in for the files it lacks; null
    /// for none.</param>
    /// <param name="maximumShard">Bytes that a file of weights may have.</param>
    /// <exception cref="InvalidInputException">A number does not fit the type.</exception>
    public static void Save(
        string folder, LanguageModelConfig config, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, StoredType type,
        GenerationDefaults generation, string? tokenizerFolder, long maximumShard = DefaultMaximumShard)
        => Save(folder, config, TensorToStore.Of(tensors), type, generation, tokenizerFolder, maximumShard);

    /// <inheritdoc cref="Save(string, LanguageModelConfig, IReadOnlyList{KeyValuePair{string, Tensor}}, StoredType, GenerationDefaults, string, long)"/>
    internal static void Save(
        string folder, LanguageModelConfig config, IReadOnlyList<TensorToStore> tensors, StoredType type,
        GenerationDefaults generation, string? tokenizerFolder, long maximumShard = DefaultMaximumShard)
    {
        new CheckpointFolder(folder).Replace(partial =>
        {
            WriteWeights(partial, tensors, type, maximumShard);
            AtomicFile.WriteAllText(Path.Combine(partial, CheckpointFiles.Config),
                CheckpointJson.Text(HuggingFaceConfig.Create(config, type)));
            AtomicFile.WriteAllText(Path.Combine(partial, CheckpointFiles.GenerationConfig), CheckpointJson.Text(generation.ToJson()));
            if (tokenizerFolder is not null)
            {
                ModelTexts.Of(tokenizerFolder).CopyTo(partial);
            }
        });
    }

    /// <summary>Writes <c>model.safetensors</c>, or shards and their index where that would be too long.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="tensors">The tensors, in the order in which they are to lie.</param>
    /// <param name="type">F32, F16 or BF16.</param>
    /// <param name="maximumShard">Bytes of numbers that a file may have; a tensor that has more lies alone in one.</param>
    internal static void WriteWeights(string folder, IReadOnlyList<TensorToStore> tensors, StoredType type, long maximumShard)
    {
        var shards = Split(tensors, type, maximumShard);
        if (shards is [var only])
        {
            SafetensorsWriter.Write(Path.Combine(folder, CheckpointFiles.Weights), only, type, _metadata);
            return;
        }

        var shardOf = new List<KeyValuePair<string, string>>();
        foreach (var (number, shard) in shards.Index())
        {
            var name = CheckpointFiles.Shard(number + 1, shards.Count);
            SafetensorsWriter.Write(Path.Combine(folder, name), shard, type, _metadata);
            shardOf.AddRange(shard.Select(tensor => KeyValuePair.Create(tensor.Name, name)));
        }

        var parameters = tensors.Sum(tensor => tensor.Count);
        ShardIndex.Write(Path.Combine(folder, CheckpointFiles.Index), shardOf, parameters, parameters * type.Size());
    }

    private static List<List<TensorToStore>> Split(
        IReadOnlyList<TensorToStore> tensors, StoredType type, long maximumShard)
    {
        List<List<TensorToStore>> shards = [[]];
        var size = 0L;
        foreach (var tensor in tensors)
        {
            var bytes = tensor.Count * type.Size();
            if (size + bytes > maximumShard && shards[^1].Count > 0)
            {
                shards.Add([]);
                size = 0;
            }

            shards[^1].Add(tensor);
            size += bytes;
        }

        return shards;
    }
}

/// <summary>
/// Describes a tensor that is to be written, made when its turn comes so that a checkpoint need not be in memory as a whole.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">
/// Gives the numbers, on any device and of any type. Called within a dispose scope: what is made for the call goes with it, and a tensor
/// that was there before stays.
/// </param>
internal sealed record TensorToStore(string Name, long[] Shape, Func<Tensor> Values)
{
    /// <summary>Gets how many numbers it has.</summary>
    public long Count => TensorShape.Count(Shape);

    /// <summary>Tensors that are there already.</summary>
    public static IReadOnlyList<TensorToStore> Of(IEnumerable<KeyValuePair<string, Tensor>> tensors)
        => [.. tensors.Select(tensor => new TensorToStore(tensor.Key, tensor.Value.shape, () => tensor.Value))];
}
