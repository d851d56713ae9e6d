namespace Grlm.LanguageModels.Internal;

/// <summary>Reads one safetensors file. Tensors of F32, F16 and BF16 are read; of other types it is known that they are there.</summary>
public sealed class SafetensorsReader : MappedTensorSource
{
    private readonly SafetensorsHeader _header;

    private SafetensorsReader(MappedFile file, SafetensorsHeader header, string remedy)
        : base(file, ReadableTensors(header), remedy)
    {
        _header = header;
        Unreadable = header.Entries.Values.Where(entry => !Tensors.ContainsKey(entry.Name)).ToDictionary(entry => entry.Name,
            entry => entry.Type);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Unreadable { get; }

    /// <summary>Names of all tensors, those of other types included.</summary>
    public IEnumerable<string> Names => _header.Entries.Keys;

    /// <summary>Text by key that the file keeps beside its tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What to do about a file that cannot be used: a whole sentence.</param>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">The file is not sound.</exception>
    public static SafetensorsReader Open(string path, string remedy)
    {
        var file = MappedFile.Open(path, remedy);
        try
        {
            return new SafetensorsReader(file, SafetensorsHeader.Read(file, remedy), remedy);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Tells whether the file holds a tensor of that name, of whatever type.</summary>
    public bool Holds(string name) => _header.Entries.ContainsKey(name);

    /// <inheritdoc/>
    protected override string DescribeAbsent(string name) => _header.Entries.TryGetValue(name, out var entry)
        ? $"tensor '{name}' is of type {entry.Type}, and weights of F32, F16 and BF16 are read here"
        : base.DescribeAbsent(name);

    /// <inheritdoc/>
    protected override void Copy(StoredTensor tensor, long first, Span<byte> destination)
        => File.Slice(_header.DataStart + _header.Entries[tensor.Name].Begin + (first * tensor.Type.Size()),
            destination.Length).CopyTo(destination);

    private static Dictionary<string, StoredTensor> ReadableTensors(SafetensorsHeader header)
    {
        var tensors = new Dictionary<string, StoredTensor>();
        foreach (var (name, entry) in header.Entries)
        {
            if (entry.Type is "F32" or "F16" or "BF16")
            {
                tensors.Add(name, new StoredTensor(name, Enum.Parse<StoredType>(entry.Type), entry.Shape));
            }
        }

        return tensors;
    }
}

/// <summary>Describes a tensor in a checkpoint.</summary>
/// <param name="Name">Its Hugging Face name: <c>model.layers.0.self_attn.q_proj.weight</c>.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Shape">Length of each dimension, outermost first.</param>
public sealed record StoredTensor(string Name, StoredType Type, long[] Shape)
{
    /// <summary>Gets how many numbers it holds.</summary>
    public long Count => TensorShape.Count(Shape);
}
