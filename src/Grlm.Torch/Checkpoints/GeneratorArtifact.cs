using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Reads and writes the compact generator of a workspace.</summary>
internal static class GeneratorArtifact
{
    /// <summary>Makes an untrained generator over a ranker's item vectors.</summary>
    /// <param name="unitItems">Item vectors of length one: <c>[items, width]</c>.</param>
    /// <param name="library">The term library.</param>
    public static CompactGeneratorModel Create(Tensor unitItems, TermLibrary library)
    {
        var nodes = new BranchingNodes(library.Trie);
        return new CompactGeneratorModel(nodes, TeacherTargets.NodeMeans(nodes, unitItems));
    }

    /// <summary>Writes a trained generator.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="model">The model.</param>
    /// <param name="library">The term library that it was trained with.</param>
    public static void Save(string directory, CompactGeneratorModel model, TermLibrary library)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        ModelFolder.OfGenerator(directory).Save(new GeneratorConfig(GeneratorConfig.Type, model.Width, library.Version),
            [.. TensorsOf(model)]);
    }

    /// <summary>Returns what generates with a model as it stands; later steps of its training leave it as it is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ranker">Encodes histories.</param>
    /// <param name="library">The term library of the catalogue.</param>
    public static CompactTermIdGenerator Snapshot(CompactGeneratorModel model, SequenceRanker ranker, TermLibrary library)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return new CompactTermIdGenerator(library, ranker, model.Nodes, new TensorSet(TensorsOf(model)), get_num_threads());
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> TensorsOf(CompactGeneratorModel model)
        => [.. model.Parameters.Named, new(GeneratorConfig.UnitNodes, model.NodeVectors())];
}

/// <summary>Tensors of a model in memory, for what reads those of a file: the engine can run a model that is still being trained.</summary>
/// <param name="tensors">Name and values, float32.</param>
internal sealed class TensorSet(IEnumerable<KeyValuePair<string, Tensor>> tensors) : INamedTensors
{
    private readonly Dictionary<string, Tensor> _tensors = new(tensors);

    /// <inheritdoc/>
    public float[] Read(string name, params ReadOnlySpan<long> shape)
    {
        var tensor = _tensors[name];
        if (!shape.SequenceEqual(tensor.shape))
        {
            throw new ArgumentException(
                $"Tensor '{name}' is {TensorShape.Describe(tensor.shape)} where {TensorShape.Describe(shape.ToArray())} is needed.",
                nameof(name));
        }

        using var host = tensor.cpu().contiguous();
        return MemoryMarshal.Cast<byte, float>(host.bytes).ToArray();
    }
}
