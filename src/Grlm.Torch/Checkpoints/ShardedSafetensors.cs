using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Tensors in several safetensors files, and the index that says which file holds which.</summary>
internal sealed class ShardedSafetensors : ITensorSource
{
    private static readonly Dictionary<string, string> _metadata = new() { ["format"] = "pt" };

    private readonly Dictionary<string, SafetensorsReader> _shards = [];
    private readonly IReadOnlyDictionary<string, string> _shardOf;
    private readonly string _path;

    private ShardedSafetensors(string path)
    {
        _path = path;
        _shardOf = ShardIndex.Read(path);
        try
        {
            foreach (var name in _shardOf.Values.Distinct())
            {
                _shards.Add(name, OpenShard(name));
            }

            CheckIndex();
        }
        catch
        {
            Dispose();
            throw;
        }

        Tensors = _shards.Values.SelectMany(shard => shard.Tensors).ToDictionary();
        Unreadable = _shards.Values.SelectMany(shard => shard.Unreadable).ToDictionary();
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Unreadable { get; }

    /// <summary>Opens the shards of an index; each must hold what the index says, and nothing else.</summary>
    /// <param name="path">The index.</param>
    /// <exception cref="InvalidInputException">Index or shards are damaged, don't fit each other, or lie somewhere else.</exception>
    public static ShardedSafetensors Open(string path) => new(path);

    /// <summary>Writes <c>model.safetensors</c>, or shards and their index where that would be too long.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="tensors">The tensors, in the order in which they are to lie.</param>
    /// <param name="type">F32, F16 or BF16.</param>
    /// <param name="maximumShard">Bytes of numbers that a file may have; a tensor that has more lies alone in one.</param>
    public static void Write(string folder, IReadOnlyList<TensorToStore> tensors, StoredType type, long maximumShard)
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

    /// <inheritdoc/>
    public void Read(string name, long first, Span<float> destination) => ShardOf(name).Read(name, first, destination);

    /// <inheritdoc/>
    public void ReadInto(string name, Tensor target) => ShardOf(name).ReadInto(name, target);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shard in _shards.Values)
        {
            shard.Dispose();
        }
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

    private SafetensorsReader ShardOf(string name)
        => _shardOf.TryGetValue(name, out var shard) ? _shards[shard] : throw Refuse($"it has no tensor '{name}'");

    private SafetensorsReader OpenShard(string name)
    {
        try
        {
            return SafetensorsReader.Open(CheckpointFiles.Resolve(Path.GetDirectoryName(Path.GetFullPath(_path))!, name), CheckpointFiles.Remedy);
        }
        catch (MissingPrerequisiteException exception)
        {
            throw new InvalidInputException($"{_path} names a shard '{name}' that is not there. {CheckpointFiles.Remedy}", exception);
        }
    }

    private void CheckIndex()
    {
        foreach (var (tensor, shard) in _shardOf)
        {
            if (!_shards[shard].Holds(tensor))
            {
                throw Refuse($"tensor '{tensor}' should be in '{shard}' and is not");
            }
        }

        foreach (var (name, shard) in _shards)
        {
            if (shard.Names.FirstOrDefault(tensor => _shardOf.GetValueOrDefault(tensor) != name) is { } surplus)
            {
                throw Refuse($"'{name}' holds a tensor '{surplus}' that the index does not place there");
            }
        }
    }

    private InvalidInputException Refuse(string problem) => new($"{_path}: {problem}. {CheckpointFiles.Remedy}");
}
