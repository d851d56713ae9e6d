using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Represents a trained ranker as the compact generator learns from it. Members' vectors, of length one and weighted by their temperatures,
/// stand side by side, so that several members are one cosine model of a larger width.
/// </summary>
internal sealed class TorchRanker : IDisposable
{
    private readonly IReadOnlyList<RankerMember> _members;
    private readonly IReadOnlyList<double> _weights;

    /// <param name="members">One or more, of equal shape; taken over.</param>
    public TorchRanker(params IReadOnlyList<RankerMember> members)
    {
        _members = members;
        (_weights, Temperature) = MemberWeights.Of([.. members.Select(member => member.Temperature)]);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        UnitItems =
            Side(members.Select(member => TensorMath.Scale(TensorMath.NormalizeRows(member.ItemVectors), 1 / Math.Sqrt(members.Count))))
            .DetachFromDisposeScope();
    }

    /// <param name="model">The only member as it stands; stays the caller's, and must not be trained on while this is in use.</param>
    public TorchRanker(RankerModel model)
        : this(RankerMember.Of(model))
    {
    }

    /// <summary>Interactions of a history that are read.</summary>
    public int MaximumHistory => _members[0].MaximumHistory;

    /// <summary>Width of item and history vectors, all members' together.</summary>
    public int Width => (int)UnitItems.shape[1];

    /// <summary>Gets what cosines are divided by.</summary>
    public double Temperature { get; }

    /// <summary>Item vectors of length one: <c>[items, width]</c>.</summary>
    public Tensor UnitItems { get; }

    /// <summary>Tells whether it was trained on validation interactions as well: only test targets are new to it then.</summary>
    public bool IsRefit { get; init; }

    /// <summary>Returns the history vectors of every prefix of every history, history by history; no gradient is kept.</summary>
    /// <returns>
    /// <c>[tokens, width]</c>, rows of length sqrt(width), in the caller's dispose scope; histories longer than the model takes give their
    /// last tokens only.
    /// </returns>
    public Tensor EncodePrefixes(IReadOnlyList<IReadOnlyList<int>> histories)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var batch = new HistoryBatch(histories, MaximumHistory, UnitItems.device);
        return Weighted(_members.Select(member => member.Encode(batch))).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Returns the items' metadata (brand, categories, title words, text; neither terms nor the item's own vector) as vectors as long as a
    /// history's; no gradient is kept.
    /// </summary>
    /// <returns><c>[items, width]</c>, in the caller's dispose scope; zeros for an item without metadata.</returns>
    public Tensor EncodeMetadata()
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        return Weighted(_members.Select(member => member.MetadataVectors)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        UnitItems.Dispose();
        foreach (var member in _members)
        {
            member.Dispose();
        }
    }

    private Tensor Weighted(IEnumerable<Tensor> vectors)
        => Side(vectors.Zip(_weights, (rows, weight) => TensorMath.Scale(TensorMath.NormalizeRows(rows), weight * Math.Sqrt(Width))));

    private static Tensor Side(IEnumerable<Tensor> parts) => cat([.. parts], 1);
}
