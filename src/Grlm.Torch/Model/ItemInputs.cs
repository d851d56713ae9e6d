using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>What is known of the items of a catalogue: what item vectors are made of.</summary>
internal sealed class ItemInputs : IDisposable
{
    /// <param name="library">The items' terms.</param>
    /// <param name="features">The items' other features.</param>
    /// <param name="texts">The items' text vectors, in catalogue order; null where there are none.</param>
    /// <param name="popularity">How often each item occurs in the interactions that are trained on; items that never do get no vector of their own.</param>
    /// <param name="device">Where tensors live.</param>
    public ItemInputs(TermLibrary library, ItemFeatures features, VectorMatrix? texts, IReadOnlyList<int> popularity, Device device)
    {
        (Library, Features, Popularity) = (library, features, popularity);
        TextWidth = texts?.Width ?? 0;
        Texts = texts is null ? null : TensorOf(texts).to(device).DetachFromDisposeScope();
    }

    /// <summary>The items' terms.</summary>
    public TermLibrary Library { get; }

    /// <summary>The items' other features.</summary>
    public ItemFeatures Features { get; }

    /// <summary>How often each item occurs in the interactions that are trained on.</summary>
    public IReadOnlyList<int> Popularity { get; }

    /// <summary>Width of the text vectors; 0 where there are none.</summary>
    public int TextWidth { get; }

    /// <summary>The text vectors: <c>[items, text width]</c>.</summary>
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
