using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

/// <summary>What tests ask of a ranker beside what training does.</summary>
internal static class TorchRankerExtensions
{
    /// <summary>Vectors of whole histories: <c>[histories, width]</c>, in the caller's dispose scope.</summary>
    public static Tensor Encode(this TorchRanker ranker, IReadOnlyList<IReadOnlyList<int>> histories)
    {
        using var scope = NewDisposeScope();
        var vectors = histories.Select(history => ranker.EncodePrefixes([history])).ToArray();
        return cat([.. vectors.Select(prefixes => prefixes.narrow(0, prefixes.shape[0] - 1, 1))]).MoveToOuterDisposeScope();
    }
}
