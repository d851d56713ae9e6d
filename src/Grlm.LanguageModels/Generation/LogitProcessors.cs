using System.Buffers;
using System.Numerics.Tensors;

namespace Grlm.LanguageModels;

/// <summary>
/// Changes the logits of the next token before one is chosen, each as Hugging Face transformers defines it. A token that may not come has
/// minus infinity.
/// </summary>
internal static class LogitProcessors
{
    /// <summary>Divides positive logits of tokens that have come before and multiplies negative ones (Keskar et al., CTRL, 2019).</summary>
    public static void RepetitionPenalty(Span<float> logits, ReadOnlySpan<int> tokens, double penalty)
    {
        var factor = (float)penalty;
        var rented = ArrayPool<float>.Shared.Rent(tokens.Length);

        // All are read before any is written: a token that came twice is penalised once.
        for (var place = 0; place < tokens.Length; place++)
        {
            var logit = logits[tokens[place]];
            rented[place] = logit < 0 ? logit * factor : logit / factor;
        }

        for (var place = 0; place < tokens.Length; place++)
        {
            logits[tokens[place]] = rented[place];
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Forbids tokens that would repeat a run of some length (Paulus et al., 2017).</summary>
    public static void NoRepeatNgram(Span<float> logits, ReadOnlySpan<int> tokens, int size)
    {
        if (tokens.Length < size)
        {
            return;
        }

        var last = tokens[(tokens.Length - size + 1)..];
        for (var start = 0; start + size <= tokens.Length; start++)
        {
            if (tokens.Slice(start, size - 1).SequenceEqual(last))
            {
                logits[tokens[start + size - 1]] = float.NegativeInfinity;
            }
        }
    }

    /// <summary>Divides all logits.</summary>
    public static void Temperature(Span<float> logits, double temperature) => TensorPrimitives.Divide(logits, (float)temperature, logits);

    /// <summary>Keeps the highest logits, and those that equal the last of them (Fan et al., 2018).</summary>
    public static void TopK(Span<float> logits, int count)
    {
        if (count >= logits.Length)
        {
            return;
        }

        var highest = new PriorityQueue<float, float>(count);
        foreach (var logit in logits)
        {
            if (highest.Count < count)
            {
                highest.Enqueue(logit, logit);
            }
            else if (logit > highest.Peek())
            {
                highest.DequeueEnqueue(logit, logit);
            }
        }

        ForbidBelow(logits, highest.Peek());
    }

    /// <summary>Keeps the most probable tokens until their probabilities sum to at least a share (Holtzman et al., 2019).</summary>
    public static void TopP(Span<float> logits, double share)
    {
        var rented = ArrayPool<float>.Shared.Rent(logits.Length);
        var probabilities = rented.AsSpan(0, logits.Length);
        TensorPrimitives.SoftMax(logits, probabilities);

        // Tokens below this have less than 1 - share together and all go: only the few above need sorting.
        var floor = (1 - share) / logits.Length;
        var likely = new List<(float Probability, int Token)>();
        for (var token = 0; token < logits.Length; token++)
        {
            if (probabilities[token] >= floor)
            {
                likely.Add((probabilities[token], token));
            }
        }

        likely.Sort((a, b) => b.CompareTo(a));
        var (sum, count) = (0.0, 0);
        for (; count == 0 || (count < likely.Count && sum < share); count++)
        {
            sum += likely[count].Probability;
            probabilities[likely[count].Token] = float.PositiveInfinity;
        }

        for (var token = 0; token < logits.Length; token++)
        {
            logits[token] = float.IsPositiveInfinity(probabilities[token]) ? logits[token] : float.NegativeInfinity;
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Keeps tokens that have at least a share of the most probable one's probability (Nguyen et al., 2024).</summary>
    public static void MinP(Span<float> logits, double share)
        => ForbidBelow(logits, TensorPrimitives.Max<float>(logits) + MathF.Log((float)share));

    private static void ForbidBelow(Span<float> logits, float lowest)
    {
        foreach (ref var logit in logits)
        {
            logit = logit < lowest ? float.NegativeInfinity : logit;
        }
    }
}
