using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Grlm.LanguageModels;

/// <summary>
/// Reads a decoder's weights from mapped files, the changes of a LoRA adapter added. Valid while both are open; safe for concurrent reads.
/// </summary>
/// <param name="checkpoint">The model.</param>
/// <param name="adapter">Changes of its linear layers; null for none.</param>
internal sealed class CheckpointWeights(ModelCheckpoint checkpoint, PeftAdapter? adapter) : IWeightSource
{
    private const string Weight = ".weight";

    /// <inheritdoc/>
    public LanguageModelConfig Config => checkpoint.Config;

    /// <inheritdoc/>
    public IWeightRows Rows(string name)
    {
        var rows = new StoredRows(checkpoint.Weights, name);
        var module = name.EndsWith(Weight, StringComparison.Ordinal) ? name[..^Weight.Length] : name;
        return adapter?.Modules.Contains(module) == true ? new AdaptedRows(rows, adapter, module) : rows;
    }
}

/// <summary>Reads the rows of a stored matrix, or the one row of a stored vector.</summary>
internal sealed class StoredRows : IWeightRows
{
    private readonly ITensorSource _source;
    private readonly StoredTensor _stored;

    /// <param name="source">Where the matrix is stored.</param>
    /// <param name="name">Its name.</param>
    public StoredRows(ITensorSource source, string name)
    {
        (_source, _stored) = (source, source.Tensors[name]);
        (Rows, Width) = _stored.Shape is [var rows, var width]
            ? (checked((int)rows), checked((int)width)) : (1, checked((int)_stored.Count));
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public bool FitHalf => _stored.Type == StoredType.BF16 || this.AllFitHalf();

    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">A number is infinite or none.</exception>
    public void Read(int row, Span<float> numbers)
    {
        _source.Read(_stored.Name, (long)row * Width, numbers);
        if (!FiniteNumbers.AreAll(MemoryMarshal.AsBytes(numbers), StoredType.F32))
        {
            throw new InvalidInputException(
                $"Row {row} of '{_stored.Name}' holds a number that is infinite or none. {CheckpointFiles.Remedy}");
        }
    }
}

/// <summary>Reads the rows of a matrix to which an adapter adds scale B A.</summary>
internal sealed class AdaptedRows : IWeightRows
{
    private readonly IWeightRows _rows;
    private readonly float[][] _down; // A: [rank][width]
    private readonly StoredRows _up; // B: [rows, rank]
    private readonly float _scale;

    /// <param name="rows">The matrix without the adapter.</param>
    /// <param name="adapter">The adapter.</param>
    /// <param name="module">Name of the matrix without <c>.weight</c>.</param>
    public AdaptedRows(IWeightRows rows, PeftAdapter adapter, string module)
    {
        var down = new StoredRows(adapter.Tensors, PeftAdapter.NameOfA(module));
        (_rows, _up, _scale) = (rows, new StoredRows(adapter.Tensors, PeftAdapter.NameOfB(module)), (float)adapter.Config.ScaleOf(module));
        _down = [.. Enumerable.Range(0, down.Rows).Select(row =>
        {
            var numbers = new float[down.Width];
            down.Read(row, numbers);
            return numbers;
        })];
    }

    /// <inheritdoc/>
    public int Rows => _rows.Rows;

    /// <inheritdoc/>
    public int Width => _rows.Width;

    /// <inheritdoc/>
    public bool FitHalf => false;

    /// <inheritdoc/>
    public void Read(int row, Span<float> numbers)
    {
        var factors = new float[_down.Length];
        var change = new float[Width];
        _up.Read(row, factors);
        for (var rank = 0; rank < factors.Length; rank++)
        {
            TensorPrimitives.MultiplyAdd(_down[rank], factors[rank], change, change);
        }

        _rows.Read(row, numbers);
        TensorPrimitives.MultiplyAdd(change, _scale, numbers, numbers);
    }
}
