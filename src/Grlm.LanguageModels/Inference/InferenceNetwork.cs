using System.Numerics.Tensors;

namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Runs the forward pass of a causal language model in managed code, for generating on a processor: weights are packed once, a pass takes
/// any number of texts with no padding, and prompts are shared by all their beams. Sums are float32 whatever weights are stored as. The
/// results of a token are the same bits whatever else is in the pass, however a prompt was cut into passes, and for any number of threads.
/// For one caller at a time; the weights that it was made of must stay.
/// </summary>
public sealed class InferenceNetwork : IDisposable
{
    private readonly LanguageModelConfig _config;
    private readonly WorkerTeam _team;
    private readonly IWeightRows _embedding;
    private readonly InferenceLayer[] _layers;
    private readonly float[] _norm;
    private readonly SharedAttention _attention;
    private readonly RotaryAngles _rotary;
    private readonly RowSink _residual;
    private readonly RowSink _queryKeyValue;
    private readonly PackedRows _normal;
    private readonly PackedRows _mixed;
    private readonly PackedRows _inner;
    private readonly PackedRows _last;

    /// <param name="source">Weights and sizes.</param>
    /// <param name="threads">Threads to work with.</param>
    public InferenceNetwork(IWeightSource source, int threads)
    {
        _config = source.Config;
        Shape = InferenceShape.Of(_config);
        _team = new WorkerTeam(threads);
        _embedding = source.Rows(LanguageModelTensors.Embedding);
        _layers = [.. Enumerable.Range(0, _config.LayerCount).Select(layer => new InferenceLayer(source, layer, _team))];
        _norm = InferenceLayer.VectorOf(source.Rows(LanguageModelTensors.FinalNorm));
        _attention = new SharedAttention(Shape, threads);
        _rotary = new RotaryAngles(RotaryFrequencies.Of(_config.Rotary, _config.HeadSize),
            RotaryFrequencies.AttentionScaling(_config.Rotary));
        _residual = new RowSink(_config.HiddenSize, isSum: true);
        _queryKeyValue = new RowSink(_layers[0].QueryKeyValue.Outputs, isSum: false);
        (_normal, _last) = (new PackedRows(_config.HiddenSize), new PackedRows(_config.HiddenSize));
        _mixed = new PackedRows(_config.HeadCount * _config.HeadSize);
        _inner = new PackedRows(_config.IntermediateSize);
        Scores = new VocabularyScores(
            InferenceLayer.Packed(source.Rows(_config.TiedHead ? LanguageModelTensors.Embedding : LanguageModelTensors.Head),
                bias: null, _team), _team);
    }

    /// <summary>Gets the architecture and sizes.</summary>
    public LanguageModelConfig Config => _config;

    /// <summary>Sizes of keys and values.</summary>
    internal InferenceShape Shape { get; }

    /// <summary>Gets what the rows of the last pass that were asked for have to say of the next token.</summary>
    internal VocabularyScores Scores { get; }

    /// <summary>Tells whether a model can run so: its heads fit the tiles.</summary>
    public static bool Supports(LanguageModelConfig config)
        => config.HeadCount / config.KeyValueHeadCount <= ProductKernel.TileWidth;

    /// <summary>Reads tokens: their keys and values go where their sequences keep them.</summary>
    /// <param name="pass">The tokens.</param>
    /// <param name="wanted">Rows behind which something is to be generated, in the order in which <see cref="Scores"/> was asked for
    /// them.</param>
    /// <param name="bestCount">How many of the highest logits of each to find.</param>
    internal void Read(DecodePass pass, IReadOnlyList<int> wanted, int bestCount)
    {
        Prepare(pass);
        for (var layer = 0; layer < _layers.Length; layer++)
        {
            Attend(pass, layer);
            FeedForward(_layers[layer]);
        }

        if (wanted.Count > 0)
        {
            _last.Resize(wanted.Count);
            _team.For(wanted.Count, (_, row) => Normalize(_residual.Row(wanted[row]), _norm, _last, row));
            Scores.Compute(_last, bestCount);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _team.Dispose();

    private void Prepare(DecodePass pass)
    {
        var rows = pass.Rows.Count;
        _residual.Resize(rows);
        _queryKeyValue.Resize(rows);
        _normal.Resize(rows);
        _mixed.Resize(rows);
        _inner.Resize(rows);
        _attention.Prepare(pass);
        for (var row = 0; row < rows; row++)
        {
            _embedding.Read(pass.Rows[row].Token, _residual.Row(row));
            _rotary.Reach(pass.Rows[row].Position);
        }
    }

    private void Attend(DecodePass pass, int layer)
    {
        var weights = _layers[layer];
        Normalize(weights.AttentionNorm);
        Multiply(weights.QueryKeyValue, _normal, _queryKeyValue);
        _team.For(pass.Units.Count, (_, unit) => Spread(pass, layer, unit));
        _team.For(pass.Units.Count * Shape.KeyHeads, (worker, item) =>
            _attention.Attend(worker, pass, layer, item / Shape.KeyHeads, item % Shape.KeyHeads, _mixed));
        Multiply(weights.Output, _mixed, _residual);
    }

    private void FeedForward(InferenceLayer weights)
    {
        Normalize(weights.FeedForwardNorm);
        Multiply(weights.GateUp, _normal, new GateSink(_inner));
        Multiply(weights.Down, _inner, _residual);
    }

    private void Multiply(PackedMatrix weights, PackedRows input, ITileSink sink)
    {
        var partPanels = Math.Max(1, weights.Panels / (_team.Threads * 4));
        _team.For((weights.Panels + partPanels - 1) / partPanels, (worker, part) =>
        {
            for (var panel = part * partPanels; panel < Math.Min(weights.Panels, (part + 1) * partPanels); panel++)
            {
                weights.Multiply(worker, panel, input, sink);
            }
        });
    }

    private void Normalize(float[] scale) => _team.For(_normal.Blocks, (_, block) =>
    {
        var first = block * ProductKernel.TileRows;
        for (var row = first; row < Math.Min(_normal.Rows, first + ProductKernel.TileRows); row++)
        {
            Normalize(_residual.Row(row), scale, _normal, row);
        }
    });

    private unsafe void Normalize(Span<float> numbers, float[] scale, PackedRows output, int row)
    {
        var factor = Factor(numbers);
        var target = output.Row(row, out var stride);
        fixed (float* from = numbers, factors = scale)
        {
            for (var place = 0; place < numbers.Length; place++, target += stride)
            {
                *target = from[place] * factor * factors[place];
            }
        }
    }

    private float Factor(ReadOnlySpan<float> numbers)
        => 1 / MathF.Sqrt((TensorPrimitives.SumOfSquares(numbers) / numbers.Length) + (float)_config.NormEpsilon);

    /// <summary>Brings queries, keys and values of a unit's rows to where attention reads them.</summary>
    private void Spread(DecodePass pass, int layer, int unit)
    {
        var (weights, size) = (_layers[layer], _config.HeadSize);
        var scale = 1 / MathF.Sqrt(size);
        Span<float> turned = stackalloc float[size];
        for (var place = 0; place < pass.Units[unit].Rows; place++)
        {
            var row = pass.Rows[pass.Units[unit].FirstRow + place];
            ReadOnlySpan<float> all = _queryKeyValue.Row(pass.Units[unit].FirstRow + place);
            for (var head = 0; head < Shape.Heads; head++)
            {
                Rotate(all.Slice(head * size, size), weights.QueryNorm, row.Position, turned);
                TensorPrimitives.Multiply(turned, scale, turned);
                _attention.SetQuery(unit, place, head, turned);
            }

            for (var head = 0; head < Shape.KeyHeads; head++)
            {
                Rotate(all.Slice((Shape.Heads + head) * size, size), weights.KeyNorm, row.Position, turned);
                StoreKeyValue(
                    pass.Sequences[row.Sequence], row, layer, head, turned, all.Slice((Shape.Heads + Shape.KeyHeads + head) * size, size));
            }
        }
    }

    private static unsafe void StoreKeyValue(
        PassSequence sequence, PassRow row, int layer, int head, ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        if (!row.IsTail)
        {
            sequence.Segment!.Write(layer, head, row.Slot, key, value);
            return;
        }

        key.CopyTo(new Span<float>(sequence.Tail.Key(layer, head, row.Slot), key.Length));
        value.CopyTo(new Span<float>(sequence.Tail.Value(layer, head, row.Slot), value.Length));
    }

    private void Rotate(ReadOnlySpan<float> head, float[]? scale, int position, Span<float> turned)
    {
        if (scale is null)
        {
            _rotary.Rotate(head, position, turned);
            return;
        }

        Span<float> normal = stackalloc float[head.Length];
        TensorPrimitives.Multiply(head, Factor(head), normal);
        TensorPrimitives.Multiply(normal, scale, normal);
        _rotary.Rotate(normal, position, turned);
    }
}

/// <summary>Cosines and sines of the rotary embedding, grown with the positions that occur. Pairs are (i, i + half).</summary>
/// <param name="frequencies">Radians a position, one for each pair.</param>
/// <param name="scaling">What cosines and sines are multiplied with.</param>
internal sealed class RotaryAngles(float[] frequencies, double scaling)
{
    private readonly List<float[]> _cosines = [];
    private readonly List<float[]> _sines = [];

    /// <summary>Makes sure of a position.</summary>
    public void Reach(int position)
    {
        while (_cosines.Count <= position)
        {
            var place = (float)_cosines.Count;
            _cosines.Add(Array.ConvertAll(frequencies, frequency => (float)(MathF.Cos(place * frequency) * scaling)));
            _sines.Add(Array.ConvertAll(frequencies, frequency => (float)(MathF.Sin(place * frequency) * scaling)));
        }
    }

    /// <summary>Turns a head's vector to a position that has been reached.</summary>
    public void Rotate(ReadOnlySpan<float> vector, int position, Span<float> turned)
    {
        var (cosines, sines, half) = (_cosines[position], _sines[position], frequencies.Length);
        for (var pair = 0; pair < half; pair++)
        {
            var (first, second) = (vector[pair], vector[half + pair]);
            turned[pair] = (first * cosines[pair]) - (second * sines[pair]);
            turned[half + pair] = (second * cosines[pair]) + (first * sines[pair]);
        }
    }
}

/// <summary>Keeps a product: row by row, or added to what is there.</summary>
/// <param name="width">Numbers of a row.</param>
/// <param name="isSum">Whether to add.</param>
internal sealed unsafe class RowSink(int width, bool isSum) : ITileSink
{
    private AlignedBuffer<float> _numbers = new(0);

    /// <summary>Makes room for rows; what was there is lost.</summary>
    public void Resize(int rows) => _numbers = _numbers.AtLeast(rows * width);

    /// <summary>Returns a row.</summary>
    public Span<float> Row(int row) => new(_numbers.Start + ((long)row * width), width);

    /// <inheritdoc/>
    public void Receive(int worker, int panel, int firstRow, int rows, float* tile)
    {
        var column = panel * ProductKernel.TileWidth;
        var count = Math.Min(ProductKernel.TileWidth, width - column);
        for (var row = 0; row < rows; row++)
        {
            var sums = new ReadOnlySpan<float>(tile + (row * ProductKernel.TileWidth), count);
            var target = Row(firstRow + row).Slice(column, count);
            if (isSum)
            {
                System.Numerics.Tensors.TensorPrimitives.Add(target, sums, target);
            }
            else
            {
                sums.CopyTo(target);
            }
        }
    }
}
