using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Scores the catalogue with a trained ranker: the mean of its members' scores. Members' vectors, of length one and weighted by their
/// temperature, stand side by side, so that several members are one cosine model of a larger width.
/// </summary>
internal sealed class TorchRanker : IItemRanker, IDisposable
{
    private readonly IReadOnlyList<RankerMember> _members;
    private readonly double[] _weights;

    /// <param name="members">One or more, of equal shape; taken over.</param>
    public TorchRanker(params IReadOnlyList<RankerMember> members)
    {
        _members = members;
        using var guard = no_grad();
        using var scope = NewDisposeScope();

        // With queries w_k = s_k / sqrt(sum of s^2) times unit vectors, and items 1 / sqrt(K) times unit vectors, both are of length one, and
        // their cosine over the temperature is the mean of s_k cos_k.
        var length = Math.Sqrt(members.Sum(member => Math.Pow(member.Temperature, -2)));
        _weights = [.. members.Select(member => 1 / (member.Temperature * length))];
        Temperature = Math.Sqrt(members.Count) / length;
        var units = members.Select(member => TensorMath.Scale(TensorMath.NormalizeRows(member.ItemVectors), 1 / Math.Sqrt(members.Count)));
        UnitItems = cat([.. units], 1).DetachFromDisposeScope();
    }

    /// <param name="model">The only member as it stands; stays the caller's, and must not be trained on while this is in use.</param>
    public TorchRanker(RankerModel model)
        : this(RankerMember.Of(model))
    {
    }

    /// <inheritdoc/>
    public int ItemCount => (int)UnitItems.shape[0];

    /// <summary>Width of item and history vectors, all members' together.</summary>
    public int Width => (int)UnitItems.shape[1];

    /// <summary>Interactions of a history that are read.</summary>
    public int MaximumHistory => _members[0].Shape.MaximumHistory;

    /// <summary>What cosines are divided by.</summary>
    public double Temperature { get; }

    /// <summary>Item vectors of length one: <c>[items, width]</c>.</summary>
    public Tensor UnitItems { get; }

    /// <summary>Whether it was trained on validation interactions as well: only test targets are new to it then.</summary>
    public bool IsRefit { get; init; }

    /// <inheritdoc/>
    public void Score(IReadOnlyList<IReadOnlyList<int>> histories, Span<float> scores)
    {
        if (scores.Length != histories.Count * ItemCount)
        {
            throw new ArgumentException($"{scores.Length} scores don't fit {histories.Count} histories and {ItemCount} items.", nameof(scores));
        }

        if (histories.Count == 0)
        {
            return;
        }

        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var queries = TensorMath.Scale(Encode(histories), 1 / (Temperature * Math.Sqrt(Width)));
        var logProbabilities = ComputePrecision.Product(queries, UnitItems.t()).log_softmax(-1).cpu(); // [histories, items]
        MemoryMarshal.Cast<byte, float>(logProbabilities.bytes).CopyTo(scores);
    }

    /// <summary>History vectors of length sqrt(width); no gradient is kept.</summary>
    /// <returns><c>[histories, width]</c>, in the caller's dispose scope.</returns>
    public Tensor Encode(IReadOnlyList<IReadOnlyList<int>> histories) => Encode(histories, (vectors, batch) => vectors.index_select(0, batch.Last));

    /// <summary>History vectors of every prefix of every history, history by history; no gradient is kept.</summary>
    /// <returns><c>[tokens, width]</c>, in the caller's dispose scope; histories longer than the model takes give their last tokens only.</returns>
    public Tensor EncodePrefixes(IReadOnlyList<IReadOnlyList<int>> histories) => Encode(histories, (vectors, _) => vectors);

    /// <inheritdoc/>
    public void Dispose()
    {
        UnitItems.Dispose();
        foreach (var member in _members)
        {
            member.Dispose();
        }
    }

    private Tensor Encode(IReadOnlyList<IReadOnlyList<int>> histories, Func<Tensor, HistoryBatch, Tensor> select)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var batch = new HistoryBatch(histories, MaximumHistory, UnitItems.device);
        var scale = Math.Sqrt(Width);
        var vectors = _members.Zip(
            _weights, (member, weight) => TensorMath.Scale(TensorMath.NormalizeRows(select(member.Encode(batch), batch)), weight * scale));
        return cat([.. vectors], 1).MoveToOuterDisposeScope();
    }
}
