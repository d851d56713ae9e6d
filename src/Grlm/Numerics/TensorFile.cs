using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Grlm.Internal;

/// <summary>Reads the float32 tensors of a safetensors file. The file is mapped: what is not asked for is not read.</summary>
public sealed class TensorFile : INamedTensors, IDisposable
{
    private readonly HashSet<string> _read = [];
    private readonly MappedFile _file;
    private readonly SafetensorsHeader _header;
    private readonly string _remedy;

    private TensorFile(MappedFile file, string remedy)
        => (_file, _header, _remedy) = (file, SafetensorsHeader.Read(file, remedy), remedy);

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What to do about a file that cannot be used: a whole sentence.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">The file is not sound.</exception>
    public static TensorFile Open(string path, string remedy)
    {
        var file = MappedFile.Open(path, remedy);
        try
        {
            return new TensorFile(file, remedy);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public float[] Read(string name, params ReadOnlySpan<long> shape)
    {
        if (!_header.Entries.TryGetValue(name, out var entry) || entry.Type != "F32")
        {
            throw Refuse($"it has no tensor '{name}' of type F32");
        }

        if (!shape.SequenceEqual(entry.Shape))
        {
            throw Refuse($"tensor '{name}' is {TensorShape.Describe(entry.Shape)} where {TensorShape.Describe(shape.ToArray())} is needed");
        }

        _read.Add(name);
        var numbers = new float[TensorShape.Count(entry.Shape)];
        CopyTo(entry, numbers);
        return numbers.Length == 0 || TensorPrimitives.IsFiniteAll<float>(numbers)
            ? numbers : throw Refuse($"tensor '{name}' holds a number that is infinite or none");
    }

    /// <summary>Refuses a file of which something was left unread: it is of another model than the one that was built from it.</summary>
    /// <param name="mayStay">Whether a tensor of that name is there for another reader.</param>
    /// <exception cref="InvalidInputException">A tensor was neither read nor may it stay; the message names it.</exception>
    public void CheckAllRead(Func<string, bool> mayStay)
    {
        if (_header.Entries.Keys.FirstOrDefault(name => !_read.Contains(name) && !mayStay(name)) is { } unread)
        {
            throw Refuse($"it holds a tensor '{unread}' that its config.json does not call for");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void CopyTo(SafetensorsEntry entry, Span<float> numbers)
    {
        const int chunk = 1 << 28; // numbers whose bytes still fit a span
        for (var first = 0; first < numbers.Length; first += chunk)
        {
            var part = numbers[first..Math.Min(numbers.Length, first + chunk)];
            var bytes = MemoryMarshal.AsBytes(part);
            _file.Slice(_header.DataStart + entry.Begin + ((long)first * sizeof(float)), bytes.Length).CopyTo(bytes);
        }
    }

    private InvalidInputException Refuse(string problem) => new($"{_file.Path}: {problem}. {_remedy}");
}

/// <summary>Float32 tensors by name: those of a file, or of a model that is being trained.</summary>
public interface INamedTensors
{
    /// <summary>Returns a copy of one tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape that it must have.</param>
    /// <returns>Its numbers, the last dimension together.</returns>
    /// <exception cref="InvalidInputException">There is no such tensor, its shape is another, or a number of it is infinite or
    /// none.</exception>
    float[] Read(string name, params ReadOnlySpan<long> shape);
}

/// <summary>Holds those tensors whose names begin with a prefix, by the rest of their names.</summary>
/// <param name="tensors">All tensors.</param>
/// <param name="prefix">The prefix: <c>members.0.</c></param>
internal sealed class PrefixedTensors(INamedTensors tensors, string prefix) : INamedTensors
{
    /// <inheritdoc/>
    public float[] Read(string name, params ReadOnlySpan<long> shape) => tensors.Read(prefix + name, shape);
}
