namespace Grlm.LanguageModels;

/// <summary>
/// The output head of a checkpoint whose configuration says that the embedding serves as the head. Stored all the same, it is either the embedding once
/// more, or a head that training has moved away from it: then the configuration is wrong, and following it would lose what was trained.
/// </summary>
internal static class StoredHead
{
    private const int ChunkLength = 1 << 16; // whole blocks, and few enough to stop soon at a difference

    /// <summary>Whether a head is stored that differs from the embedding in any number.</summary>
    /// <param name="weights">The tensors, whose names and shapes have been checked.</param>
    public static bool IsOwn(ITensorSource weights)
    {
        if (!weights.Tensors.TryGetValue(LanguageModelTensors.Head, out var head))
        {
            return false;
        }

        var (stored, embedding) = (new float[ChunkLength], new float[ChunkLength]);
        for (var first = 0L; first < head.Count; first += ChunkLength)
        {
            var length = (int)Math.Min(ChunkLength, head.Count - first);
            weights.Read(LanguageModelTensors.Head, first, stored.AsSpan(0, length));
            weights.Read(LanguageModelTensors.Embedding, first, embedding.AsSpan(0, length));
            if (!stored.AsSpan(0, length).SequenceEqual(embedding.AsSpan(0, length)))
            {
                return true;
            }
        }

        return false;
    }
}
