using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels;

/// <summary>
/// Attention of rows that share the keys and values of a prompt: the queries of all of them are the columns of one product with the keys,
/// and their soft-maxes those of one with the values, so that the prompt's keys and values go by once for all beams. What beams have to
/// themselves, a few tokens each, is added row by row. A column's result has nothing to do with its neighbours, nor with how the prompt is
/// cut into stretches.
/// </summary>
internal sealed unsafe class SharedAttention
{
    private const int Width = ProductKernel.TileWidth;
    private const int Half = Width / 2;
    private const int Block = PromptSegment.Block;

    private readonly InferenceShape _shape;
    private readonly AlignedBuffer<float>[] _scores; // of each thread: [slots, 32]
    private readonly AlignedBuffer<float>[] _mixed; // of each thread: [head, 32]
    private AlignedBuffer<float> _queries = new(0); // [units, key heads, head, 32]

    /// <param name="shape">The network's sizes.</param>
    /// <param name="threads">Threads that will call.</param>
    public SharedAttention(InferenceShape shape, int threads)
    {
        _shape = shape;
        _scores = [.. Enumerable.Range(0, threads).Select(_ => new AlignedBuffer<float>(0))];
        _mixed = [.. Enumerable.Range(0, threads).Select(_ => new AlignedBuffer<float>((shape.HeadWidth + 1) * Width))];
    }

    /// <summary>Makes room for a pass.</summary>
    public void Prepare(DecodePass pass)
    {
        _queries = _queries.AtLeast(pass.Units.Count * _shape.KeyHeads * _shape.HeadWidth * Width);
        var slots = pass.Units.Max(unit => unit.Visible + unit.PathLength) + Block; // the last block of keys may reach beyond
        for (var thread = 0; thread < _scores.Length; thread++)
        {
            _scores[thread] = _scores[thread].AtLeast(slots * Width);
        }
    }

    /// <summary>Takes up a query.</summary>
    /// <param name="unit">Number of its unit.</param>
    /// <param name="row">Its row within the unit.</param>
    /// <param name="head">Its head.</param>
    /// <param name="query">The query, scaled.</param>
    public void SetQuery(int unit, int row, int head, ReadOnlySpan<float> query)
    {
        var queries = Queries(unit, head / _shape.Group) + (row * _shape.Group) + (head % _shape.Group);
        for (var dimension = 0; dimension < query.Length; dimension++)
        {
            queries[dimension * Width] = query[dimension];
        }
    }

    /// <summary>Computes a unit's attention in one key head.</summary>
    /// <param name="worker">Number of the thread.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="unit">Number of the unit.</param>
    /// <param name="keyHead">The key head.</param>
    /// <param name="output">Takes the result: rows of all heads.</param>
    public void Attend(int worker, DecodePass pass, int layer, int unit, int keyHead, PackedRows output)
    {
        var scores = _scores[worker].Start;
        var mixed = _mixed[worker].Start;
        var queries = Queries(unit, keyHead);
        var what = pass.Units[unit];
        ScorePrompt(pass, what, layer, keyHead, queries, scores);
        ScoreTails(pass, what, layer, keyHead, queries, scores);
        Hide(pass, what, scores);
        SoftMax(scores, what.Visible + what.PathLength, mixed + (_shape.HeadWidth * Width));
        MixPrompt(pass, what, layer, keyHead, scores, mixed);
        for (var row = 0; row < what.Rows; row++)
        {
            for (var member = 0; member < _shape.Group; member++)
            {
                Finish(pass, what, layer, keyHead, row, member, scores, mixed, output);
            }
        }
    }

    private float* Queries(int unit, int keyHead)
        => _queries.Start + ((long)((unit * _shape.KeyHeads) + keyHead) * _shape.HeadWidth * Width);

    private void ScorePrompt(DecodePass pass, AttentionUnit unit, int layer, int keyHead, float* queries, float* scores)
    {
        var offset = 0;
        foreach (var segment in pass.Sequences[unit.Sequence].Segments)
        {
            var count = Math.Min(segment.Length, unit.Visible - offset);
            var keys = segment.Keys(layer, keyHead);
            for (var slot = 0; slot < count; slot += Block)
            {
                var tile = scores + ((long)(offset + slot) * Width);
                new Span<float>(tile, Block * Width).Clear();
                ProductKernel.AddEight(keys + ((long)slot * _shape.HeadWidth), queries, _shape.HeadWidth, tile);
            }

            offset += segment.Length;
        }
    }

    private void ScoreTails(DecodePass pass, AttentionUnit unit, int layer, int keyHead, float* queries, float* scores)
    {
        var tails = scores + ((long)unit.Visible * Width);
        new Span<float>(tails, unit.PathLength * Width).Fill(float.NegativeInfinity);
        var tail = pass.Sequences[unit.Sequence].Tail;
        Span<float> query = stackalloc float[_shape.HeadWidth];
        for (var lane = 0; lane < unit.Rows * _shape.Group; lane++)
        {
            var row = pass.Rows[unit.FirstRow + (lane / _shape.Group)];
            for (var dimension = 0; dimension < query.Length && row.IsTail; dimension++)
            {
                query[dimension] = queries[(dimension * Width) + lane];
            }

            for (var step = 0; step < row.PathLength; step++)
            {
                tails[(step * Width) + lane] = Dot(query, tail.Key(layer, keyHead, pass.Paths[row.PathStart + step]));
            }
        }
    }

    /// <summary>Hides what stands behind a row in its own prompt.</summary>
    private void Hide(DecodePass pass, AttentionUnit unit, float* scores)
    {
        for (var lane = 0; lane < unit.Rows * _shape.Group; lane++)
        {
            for (var slot = pass.Rows[unit.FirstRow + (lane / _shape.Group)].Visible; slot < unit.Visible; slot++)
            {
                scores[((long)slot * Width) + lane] = float.NegativeInfinity;
            }
        }
    }

    /// <summary>Turns scores into weights that have yet to be divided by their sums.</summary>
    private static void SoftMax(float* scores, int slots, float* sums)
    {
        for (var half = 0; half < Width; half += Half)
        {
            var highest = Vector512.Create(float.NegativeInfinity);
            for (var slot = 0; slot < slots; slot++)
            {
                highest = Vector512.Max(highest, Vector512.Load(scores + ((long)slot * Width) + half));
            }

            var sum = Vector512<float>.Zero;
            for (var slot = 0; slot < slots; slot++)
            {
                var place = scores + ((long)slot * Width) + half;
                var weight = VectorExponential.Of(Vector512.Load(place) - highest);
                weight.Store(place);
                sum += weight;
            }

            sum.Store(sums + half);
        }
    }

    private void MixPrompt(DecodePass pass, AttentionUnit unit, int layer, int keyHead, float* weights, float* mixed)
    {
        new Span<float>(mixed, _shape.HeadWidth * Width).Clear();
        var offset = 0;
        foreach (var segment in pass.Sequences[unit.Sequence].Segments)
        {
            var count = Math.Min(segment.Length, unit.Visible - offset);
            for (var block = 0; block < _shape.HeadWidth / Block && count > 0; block++)
            {
                ProductKernel.AddEight(segment.Values(layer, keyHead, block), weights + ((long)offset * Width),
                    count, mixed + (block * Block * Width));
            }

            offset += segment.Length;
        }
    }

    /// <summary>Adds what a row has to itself and writes its result.</summary>
    private void Finish(
        DecodePass pass, AttentionUnit unit, int layer, int keyHead, int row, int member, float* weights, float* mixed, PackedRows output)
    {
        var lane = (row * _shape.Group) + member;
        var what = pass.Rows[unit.FirstRow + row];
        Span<float> result = stackalloc float[_shape.HeadWidth];
        for (var dimension = 0; dimension < result.Length; dimension++)
        {
            result[dimension] = mixed[(dimension * Width) + lane];
        }

        for (var step = 0; step < what.PathLength; step++)
        {
            var value = pass.Sequences[unit.Sequence].Tail.Value(layer, keyHead, pass.Paths[what.PathStart + step]);
            AddScaled(result, value, weights[((long)(unit.Visible + step) * Width) + lane]);
        }

        var scale = 1 / mixed[(_shape.HeadWidth * Width) + lane];
        var target = output.Row(unit.FirstRow + row, out var stride) +
            ((long)((keyHead * _shape.Group) + member) * _shape.HeadSize * stride);
        for (var dimension = 0; dimension < _shape.HeadSize; dimension++)
        {
            target[(long)dimension * stride] = result[dimension] * scale;
        }
    }

    private static float Dot(ReadOnlySpan<float> query, float* key)
    {
        var sum = Vector512<float>.Zero;
        for (var dimension = 0; dimension < query.Length; dimension += Half)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(query.Slice(dimension, Half)), Vector512.Load(key + dimension), sum);
        }

        return Vector512.Sum(sum);
    }

    private static void AddScaled(Span<float> sums, float* value, float weight)
    {
        for (var dimension = 0; dimension < sums.Length; dimension += Half)
        {
            var part = sums.Slice(dimension, Half);
            Vector512.FusedMultiplyAdd(Vector512.Create(weight), Vector512.Load(value + dimension),
                Vector512.Create<float>(part)).CopyTo(part);
        }
    }
}

/// <summary>Rows of one text whose attention is computed together: all their queries of one key head fit the columns of a tile.</summary>
/// <param name="Sequence">Number of the text.</param>
/// <param name="FirstRow">The first row.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Visible">Most tokens of the prompt that one of them sees.</param>
/// <param name="PathLength">Most slots of the tail that one of them sees.</param>
internal readonly record struct AttentionUnit(int Sequence, int FirstRow, int Rows, int Visible, int PathLength);
