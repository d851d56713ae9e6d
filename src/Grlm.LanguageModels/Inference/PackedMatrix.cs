using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels;

/// <summary>
/// Weights of a linear layer in the order in which a product reads them: panels of 32 outputs, within a panel 32 weights for the first
/// input, then for the next. Packed once, they go by in one stream for all rows of a batch. Stored as float32, or as bfloat16 where that is
/// what the checkpoint holds; sums are float32 in either case. Immutable.
/// </summary>
internal sealed unsafe class PackedMatrix
{
    private const int Half = ProductKernel.TileWidth / 2;

    private readonly AlignedBuffer<byte> _panels;
    private readonly long _panelBytes;
    private readonly float[]? _bias;

    /// <param name="rows">Writes the weights of some output into a row.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="bias">By output; null for none.</param>
    /// <param name="isHalf">Whether bfloat16 will do.</param>
    /// <param name="team">Does the work.</param>
    public PackedMatrix(RowSource rows, int outputs, int inputs, float[]? bias, bool isHalf, WorkerTeam team)
    {
        (Outputs, Inputs, IsHalf) = (outputs, inputs, isHalf);
        Panels = (outputs + ProductKernel.TileWidth - 1) / ProductKernel.TileWidth;
        if (bias is not null)
        {
            _bias = new float[Panels * ProductKernel.TileWidth];
            bias.CopyTo(_bias, 0);
        }

        _panelBytes = (long)inputs * (isHalf ? HalfPanel.StepBytes : SinglePanel.StepBytes);
        _panels = new AlignedBuffer<byte>(checked((int)(Panels * _panelBytes)));
        team.For(Panels, (_, panel) => Pack(panel, rows));
    }

    /// <summary>Writes the weights of one output.</summary>
    /// <param name="output">Its number.</param>
    /// <param name="weights">Takes them; zeros so far.</param>
    public delegate void RowSource(int output, Span<float> weights);

    /// <summary>Number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>Number of inputs.</summary>
    public int Inputs { get; }

    /// <summary>Number of panels.</summary>
    public int Panels { get; }

    /// <summary>Tells whether the weights are bfloat16.</summary>
    public bool IsHalf { get; }

    /// <summary>Bytes that the weights take.</summary>
    public long Bytes => Panels * _panelBytes;

    /// <summary>Multiplies rows with the weights of one panel.</summary>
    /// <param name="worker">Number of the thread.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="input">The rows.</param>
    /// <param name="sink">Takes the sums.</param>
    public void Multiply(int worker, int panel, PackedRows input, ITileSink sink)
    {
        var tile = stackalloc float[(ProductKernel.TileRows * ProductKernel.TileWidth) + Half];
        tile = (float*)(((nuint)tile + 63) & ~(nuint)63);
        var weights = _panels.Start + (panel * _panelBytes);
        for (var block = 0; block < input.Blocks; block++)
        {
            var rows = input.RowsOf(block);
            Begin(panel, rows, tile);

            // While rows are multiplied, the next panel comes from memory: a cache line with every input, some of the panel with every
            // block.
            var fetched = (long)block * Inputs * ProductKernel.CacheLine;
            var next = weights + (panel + 1 < Panels && fetched < _panelBytes ? _panelBytes + fetched : 0);
            if (IsHalf)
            {
                ProductKernel.Add<HalfPanel>(rows, input.Block(block), weights, Inputs, tile, next);
            }
            else
            {
                ProductKernel.Add<SinglePanel>(rows, input.Block(block), weights, Inputs, tile, next);
            }

            var first = block * ProductKernel.TileRows;
            sink.Receive(worker, panel, first, Math.Min(rows, input.Rows - first), tile);
        }
    }

    private void Begin(int panel, int rows, float* tile)
    {
        var (low, high) = (Vector512<float>.Zero, Vector512<float>.Zero);
        if (_bias is not null)
        {
            (low, high) = (Vector512.Create(_bias, panel * ProductKernel.TileWidth),
                Vector512.Create(_bias, (panel * ProductKernel.TileWidth) + Half));
        }

        for (var row = 0; row < rows; row++)
        {
            low.Store(tile + (row * ProductKernel.TileWidth));
            high.Store(tile + (row * ProductKernel.TileWidth) + Half);
        }
    }

    private void Pack(int panel, RowSource rows)
    {
        var start = _panels.Start + (panel * _panelBytes);
        var row = new float[Inputs];
        for (var lane = 0; lane < ProductKernel.TileWidth && (panel * ProductKernel.TileWidth) + lane < Outputs; lane++)
        {
            Array.Clear(row);
            rows((panel * ProductKernel.TileWidth) + lane, row);
            for (var input = 0; input < Inputs; input++)
            {
                if (IsHalf)
                {
                    var place = (input * ProductKernel.TileWidth) + (lane % Half * 2) + (lane / Half);
                    ((ushort*)start)[place] = (ushort)(BitConverter.SingleToUInt32Bits(row[input]) >> 16);
                }
                else
                {
                    ((float*)start)[(input * ProductKernel.TileWidth) + lane] = row[input];
                }
            }
        }
    }
}

/// <summary>Panels of float32.</summary>
internal readonly unsafe struct SinglePanel : IPanelFormat
{
    /// <inheritdoc/>
    public static int StepBytes => 128;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Low(byte* step) => Vector512.Load((float*)step);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> High(byte* step) => Vector512.Load((float*)step + Vector512<float>.Count);
}

/// <summary>
/// Panels of bfloat16, the upper half of a float32: number i lies in the lower half of word i and number i + 16 in the upper one, so that
/// one shift and one mask make float32 of a whole step.
/// </summary>
internal readonly unsafe struct HalfPanel : IPanelFormat
{
    /// <inheritdoc/>
    public static int StepBytes => 64;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Low(byte* step) => (Vector512.Load((uint*)step) << 16).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> High(byte* step) => (Vector512.Load((uint*)step) & Vector512.Create(0xFFFF0000u)).AsSingle();
}

/// <summary>
/// Inputs of a product, in the order in which it reads them: blocks of up to twelve rows, within a block one number of each row for the
/// first input, then for the next. The last block is filled up with rows of zeros to a multiple of four.
/// </summary>
/// <param name="width">Numbers of a row.</param>
internal sealed unsafe class PackedRows(int width)
{
    private const int Quantum = 4;

    private AlignedBuffer<float> _numbers = new(ProductKernel.TileRows * width);

    /// <summary>Numbers of a row.</summary>
    public int Width => width;

    /// <summary>Number of rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Number of blocks.</summary>
    public int Blocks => (Rows + ProductKernel.TileRows - 1) / ProductKernel.TileRows;

    /// <summary>Makes room for rows; what was there is lost.</summary>
    public void Resize(int rows)
    {
        Rows = rows;
        _numbers = _numbers.AtLeast(Blocks * ProductKernel.TileRows * width);
        if (rows % ProductKernel.TileRows != 0)
        {
            _numbers.Span.Slice((Blocks - 1) * ProductKernel.TileRows * width, ProductKernel.TileRows * width).Clear();
        }
    }

    /// <summary>Rows of a block with those it is filled up with.</summary>
    public int RowsOf(int block)
        => Math.Min(ProductKernel.TileRows, (Rows - (block * ProductKernel.TileRows) + Quantum - 1) / Quantum * Quantum);

    /// <summary>Returns the first number of a block.</summary>
    public float* Block(int block) => _numbers.Start + ((long)block * ProductKernel.TileRows * width);

    /// <summary>Returns the first number of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="stride">How far apart its numbers are.</param>
    public float* Row(int row, out int stride)
    {
        var block = row / ProductKernel.TileRows;
        stride = RowsOf(block);
        return Block(block) + (row % ProductKernel.TileRows);
    }
}

/// <summary>
/// Numbers that stay where they are, on a boundary of vectors and cache lines. The garbage collector owns them: who holds a pointer keeps
/// the buffer alive.
/// </summary>
/// <typeparam name="T">Type of the numbers.</typeparam>
internal sealed unsafe class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly T[] _array;

    /// <param name="length">How many numbers; all are zero.</param>
    public AlignedBuffer(int length)
    {
        _array = GC.AllocateArray<T>(length + (Alignment / sizeof(T)), pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref _array[0]);
        Start = (T*)((start + Alignment - 1) / Alignment * Alignment);
        Length = length;
    }

    /// <summary>Gets the first number.</summary>
    public T* Start { get; }

    /// <summary>Gets how many numbers.</summary>
    public int Length { get; }

    /// <summary>Gets all numbers.</summary>
    public Span<T> Span => new(Start, Length);

    /// <summary>Returns a buffer for at least so many numbers: this one, or a new one without what is in this one.</summary>
    public AlignedBuffer<T> AtLeast(int length) => length <= Length ? this : new AlignedBuffer<T>(Math.Max(length, Length * 2));
}
