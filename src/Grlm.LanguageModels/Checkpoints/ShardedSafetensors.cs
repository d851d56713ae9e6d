using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.LanguageModels.Internal;

/// <summary>Tensors in several safetensors files, and the index that says which file holds which.</summary>
internal sealed class ShardedSafetensors : ITensorSource
{
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

    /// <inheritdoc/>
    public StoredTensor Find(string name, ReadOnlySpan<long> shape) => ShardOf(name).Find(name, shape);

    /// <inheritdoc/>
    public void Read(string name, long first, Span<float> destination) => ShardOf(name).Read(name, first, destination);

    /// <inheritdoc/>
    public void Copy(string name, long first, Span<byte> destination) => ShardOf(name).Copy(name, first, destination);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shard in _shards.Values)
        {
            shard.Dispose();
        }
    }

    private SafetensorsReader ShardOf(string name)
        => _shardOf.TryGetValue(name, out var shard) ? _shards[shard] : throw Refuse($"it has no tensor '{name}'");

    private SafetensorsReader OpenShard(string name)
    {
        try
        {
            return SafetensorsReader.Open(CheckpointFiles.Resolve(Path.GetDirectoryName(Path.GetFullPath(_path))!, name),
                CheckpointFiles.Remedy);
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

/// <summary><c>model.safetensors.index.json</c>: which shard holds which tensor.</summary>
public static class ShardIndex
{
    /// <summary>Reads an index.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Name of the shard's file by name of the tensor.</returns>
    /// <exception cref="InvalidInputException">It is not an index.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(CheckpointFiles.ReadSmall(path),
                new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.GetProperty("weight_map").EnumerateObject().ToDictionary(
                entry => entry.Name,
                entry => entry.Value.GetString() ?? throw new JsonException($"'{entry.Name}' has no shard."));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidInputException($"{path} is not an index of shards: {exception.Message} {CheckpointFiles.Remedy}", exception);
        }
    }

    /// <summary>Writes an index.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shardOf">Name of the shard's file by name of the tensor.</param>
    /// <param name="parameters">Numbers in all tensors.</param>
    /// <param name="bytes">Bytes of all tensors.</param>
    public static void Write(string path, IEnumerable<KeyValuePair<string, string>> shardOf, long parameters, long bytes)
    {
        var map = new JsonObject(shardOf
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
        var index = new JsonObject
        {
            ["metadata"] = new JsonObject { ["total_parameters"] = parameters, ["total_size"] = bytes },
            ["weight_map"] = map,
        };
        AtomicFile.WriteAllText(path, CheckpointJson.Text(index));
    }
}
