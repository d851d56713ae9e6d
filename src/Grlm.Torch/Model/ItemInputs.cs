using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Holds what is known of the items of a catalogue: what item vectors are made of.</summary>
internal sealed class ItemInputs : IDisposable
{
    /// <param name="library">The items' terms.</param>
    /// <param name="features">The items' other features.</param>
    /// <param name="texts">The items' text vectors, in catalogue order; null where there are none.</param>
    /// <param name="popularity">How often each item occurs in the interactions that are trained on; items that never do get no vector of
    /// their own.</param>
    /// <param name="device">Where tensors live.</param>
    public ItemInputs(TermLibrary library, ItemFeatures features, VectorMatrix? texts, IReadOnlyList<int> popularity, Device device)
    {
        (Library, Features, Popularity) = (library, features, popularity);
        TextWidth = texts?.Width ?? 0;
        Texts = texts is null ? null : TensorOf(texts).to(device).DetachFromDisposeScope();
    }

    /// <summary>Gets the items' terms.</summary>
    public TermLibrary Library { get; }

    /// <summary>Gets the items' other features.</summary>
    public ItemFeatures Features { get; }

    /// <summary>Gets how often each item occurs in the interactions that are trained on.</summary>
    public IReadOnlyList<int> Popularity { get; }

    /// <summary>Width of the text vectors; 0 where there are none.</summary>
    public int TextWidth { get; }

    /// <summary>Gets the text vectors: <c>[items, text width]</c>.</summary>
    public Tensor? Texts { get; }

    /// <inheritdoc/>
    public void Dispose() => Texts?.Dispose();

    private static Tensor TensorOf(VectorMatrix matrix)
    {
        var numbers = new float[(long)matrix.Count * matrix.Width];
        for (var row = 0; row < matrix.Count; row++)
        {
            matrix[row].CopyTo(numbers.AsSpan(row * matrix.Width));
        }

        return tensor(numbers, [matrix.Count, matrix.Width]);
    }
}

/// <summary>Says which rows of the content table make up each item: first all terms of the library, then all other features.</summary>
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

    /// <summary>Gets one where an entry is a feature, zero where it is a term: <c>[entries]</c>.</summary>
    public Tensor IsMetadata { get; }

    /// <summary>Gets where each item's entries begin, and the end: <c>[items + 1]</c>.</summary>
    public Tensor Offsets { get; }

    /// <summary>Returns how many entries an item has.</summary>
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
