using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Teaches a language model what the ranker expects after every prefix of a history (<see cref="TeacherTargets"/>), summed over the items
/// below the nodes of the trie of tokens.
/// </summary>
internal sealed class HistoryTeacher : IDisposable
{
    private readonly TorchRanker _ranker;
    private readonly TeacherTargets _targets;

    /// <param name="ranker">The ranker; stays the caller's.</param>
    /// <param name="termIds">The TIDs as the model writes them.</param>
    /// <param name="repeatShare">Share of the training interactions that repeat an item of the same user's history.</param>
    public HistoryTeacher(TorchRanker ranker, TokenizedTermIds termIds, double repeatShare)
    {
        var (items, firstOfLeaf) = termIds.ItemsInOrder();
        Range[] nodes = [.. Enumerable.Range(0, termIds.Trie.NodeCount).Select(termIds.Trie.LeavesOf)
            .Select(leaves => firstOfLeaf[leaves.Start.Value]..firstOfLeaf[leaves.End.Value])];
        (_ranker, _targets) = (ranker, new TeacherTargets(items, nodes, ranker.UnitItems, ranker.Temperature, repeatShare));
    }

    /// <summary>
    /// Returns the target mass of every child of some choices, choice by choice; minus one where the choice follows no history.
    /// </summary>
    /// <param name="batch">The samples.</param>
    /// <param name="choices">Their choices.</param>
    public float[] SharesOf(TuningBatch batch, IReadOnlyList<TermIdChoice> choices)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        LearntHistory[] histories = [.. batch.Samples.Select(sample => sample.History).OfType<LearntHistory>()];
        GeneratorSample[] samples = [.. histories.SelectMany(Prefixes)];
        var masses = histories.Length == 0 ? [] : MassesOf(histories, samples);
        return [.. choices.SelectMany(
            choice => choice.Nodes.Select(node => choice.Target < 0 ? -1 : masses[(node * samples.Length) + choice.Target]))];
    }

    /// <inheritdoc/>
    public void Dispose() => _targets.Dispose();

    private static IEnumerable<GeneratorSample> Prefixes(LearntHistory history)
        => Enumerable.Range(1, history.Items.Length - 1).Select(
            place => new GeneratorSample(new ArraySegment<int>(history.Items, 0, place), history.IsObserved ? history.Items[place] : -1));

    private float[] MassesOf(LearntHistory[] histories, GeneratorSample[] samples)
    {
        var hidden = _ranker.EncodePrefixes([.. histories.Select(history => (IReadOnlyList<int>)history.Items[..^1])]); // [samples, width]
        return _targets.Masses(TensorMath.NormalizeRows(hidden), samples).cpu().data<float>().ToArray(); // [nodes, samples]
    }
}
