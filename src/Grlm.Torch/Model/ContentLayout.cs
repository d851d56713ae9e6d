using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Which rows of the content table make up each item: first all terms of the library, then all other features.</summary>
internal sealed class ContentLayout : IDisposable
{
    private readonly long[] _offsets;

    /// <param name="library">The items' terms.</param>
    /// <param name="features">The items' other features.</param>
    /// <param name="device">Where the tensors live.</param>
    public ContentLayout(TermLibrary library, ItemFeatures features, Device device)
    {
        List<long> rows = [], kinds = [];
        _offsets = new long[library.ItemCount + 1];
        for (var item = 0; item < library.ItemCount; item++)
        {
            var terms = library.TermsOf(item);
            for (var slot = 0; slot < terms.Length; slot++)
            {
                rows.Add(terms[slot]);
                kinds.Add(slot);
            }

            foreach (var feature in features.Of(item))
            {
                rows.Add(library.Terms.Count + feature);
                kinds.Add(library.Length);
            }

            _offsets[item + 1] = rows.Count;
        }

        Rows = tensor(rows.ToArray(), device: device).DetachFromDisposeScope();
        Kinds = tensor(kinds.ToArray(), device: device).DetachFromDisposeScope();
        IsMetadata = tensor(kinds.Select(kind => kind == library.Length ? 1f : 0f).ToArray(), device: device).DetachFromDisposeScope();
        Offsets = tensor(_offsets, device: device).DetachFromDisposeScope();
    }

    /// <summary>Rows of the table, item after item: <c>[entries]</c>.</summary>
    public Tensor Rows { get; }

    /// <summary>Kind of each entry: the slot of a term, or one more for a feature: <c>[entries]</c>.</summary>
    public Tensor Kinds { get; }

    /// <summary>One where an entry is a feature, zero where it is a term: <c>[entries]</c>.</summary>
    public Tensor IsMetadata { get; }

    /// <summary>Where each item's entries begin, and the end: <c>[items + 1]</c>.</summary>
    public Tensor Offsets { get; }

    /// <summary>How many entries an item has.</summary>
    public int CountOf(int item) => (int)(_offsets[item + 1] - _offsets[item]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Rows.Dispose();
        Kinds.Dispose();
        IsMetadata.Dispose();
        Offsets.Dispose();
    }
}
