using System.Numerics.Tensors;

namespace Grlm;

/// <summary>What rankers in managed code have in common: rows of scores, one a history.</summary>
internal static class ScoreRows
{
    /// <summary>Checks that the scores have room for all items of all histories.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    public static void Check(int histories, int itemCount, ReadOnlySpan<float> scores)
    {
        if (scores.Length != histories * itemCount)
        {
            throw new ArgumentException($"{scores.Length} scores don't fit {histories} histories and {itemCount} items.", nameof(scores));
        }
    }

    /// <summary>From weights, all above zero, to the logarithms of the probabilities in proportion to them.</summary>
    public static void LogOfShares(Span<float> weights)
    {
        TensorPrimitives.Divide(weights, TensorPrimitives.Sum<float>(weights), weights);
        TensorPrimitives.Log(weights, weights);
    }

    /// <summary>From logits to logarithms of probabilities.</summary>
    public static void LogSoftMax(Span<float> logits)
    {
        TensorPrimitives.Subtract(logits, TensorPrimitives.Max<float>(logits), logits);
        var sum = 0.0;
        foreach (var logit in logits)
        {
            sum += Math.Exp(logit);
        }

        TensorPrimitives.Subtract(logits, (float)Math.Log(sum), logits);
    }
}
