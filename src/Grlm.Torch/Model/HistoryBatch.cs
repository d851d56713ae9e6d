using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Histories of unequal length as one flat row of tokens, and where each token stands in the padded grid that attention needs. Everything
/// but attention works on the tokens alone and spends nothing on padding.
/// </summary>
internal sealed class HistoryBatch : IDisposable
{
    /// <param name="histories">Item indices, oldest first; only the last <paramref name="maximumHistory"/> of each are read.</param>
    /// <param name="maximumHistory">Most tokens of one history.</param>
    /// <param name="device">Where the tensors live.</param>
    public HistoryBatch(IReadOnlyList<IReadOnlyList<int>> histories, int maximumHistory, Device device)
    {
        Count = histories.Count;
        Length = Math.Max(1, histories.Max(history => Math.Min(history.Count, maximumHistory)));
        List<long> items = [], cells = [];
        var grid = new long[Count * Length];
        var last = new long[Count];
        for (var row = 0; row < Count; row++)
        {
            var history = histories[row];
            if (history.Count == 0)
            {
                throw new ArgumentException($"History {row} is empty; an encoder needs at least one item.", nameof(histories));
            }

            var skipped = Math.Max(0, history.Count - maximumHistory);
            for (var place = skipped; place < history.Count; place++)
            {
                var cell = (row * Length) + place - skipped;
                grid[cell] = items.Count;
                cells.Add(cell);
                items.Add(history[place]);
            }

            last[row] = items.Count - 1;
        }

        TokenCount = items.Count;
        Items = tensor(items.ToArray(), device: device).DetachFromDisposeScope();
        Cells = tensor(cells.ToArray(), device: device).DetachFromDisposeScope();
        Grid = tensor(grid, device: device).DetachFromDisposeScope();
        Last = tensor(last, device: device).DetachFromDisposeScope();
    }

    /// <summary>Number of histories.</summary>
    public int Count { get; }

    /// <summary>Tokens of the longest history: the width of the grid.</summary>
    public int Length { get; }

    /// <summary>Gets the number of tokens in all.</summary>
    public int TokenCount { get; }

    /// <summary>Item index of each token: <c>[tokens]</c>.</summary>
    public Tensor Items { get; }

    /// <summary>Cell of the grid of each token: <c>[tokens]</c>.</summary>
    public Tensor Cells { get; }

    /// <summary>
    /// Token of each cell of the grid <c>[histories * length]</c>; padding repeats token 0, which causal attention never looks at.
    /// </summary>
    public Tensor Grid { get; }

    /// <summary>Gets the last token of each history: <c>[histories]</c>.</summary>
    public Tensor Last { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Items.Dispose();
        Cells.Dispose();
        Grid.Dispose();
        Last.Dispose();
    }
}
