using System.Numerics.Tensors;

namespace Grlm.LanguageModels;

/// <summary>
/// Chooses the next token of one text: processors in the order of Hugging Face transformers, then the highest logit or a draw. Each text
/// has random numbers of its own, so what it draws does not depend on the batch. For one thread at a time.
/// </summary>
internal sealed class TokenSampler
{
    private readonly TextGenerationOptions _options;
    private readonly Random _random;

    /// <param name="options">How tokens are chosen.</param>
    public TokenSampler(TextGenerationOptions options)
    {
        _options = options;
        _random = options.Seed is { } seed ? new Random(HashCode32(seed)) : new Random();
    }

    /// <summary>Chooses a token among all.</summary>
    /// <param name="logits">Scores of all tokens; overwritten.</param>
    /// <param name="tokens">The prompt and what has been written.</param>
    public int Choose(Span<float> logits, ReadOnlySpan<int> tokens)
    {
        PenalizeRepetition(logits, tokens);
        if (_options.NoRepeatNgram > 0)
        {
            LogitProcessors.NoRepeatNgram(logits, tokens, _options.NoRepeatNgram);
        }

        return Choose(logits);
    }

    /// <summary>Chooses a token among some. Runs may repeat: what the constraint asks for may be a repetition.</summary>
    /// <param name="logits">Scores of all tokens; overwritten.</param>
    /// <param name="tokens">The prompt and what has been written.</param>
    /// <param name="allowed">The tokens to choose among, one at least.</param>
    public int Choose(Span<float> logits, ReadOnlySpan<int> tokens, ReadOnlySpan<int> allowed)
    {
        PenalizeRepetition(logits, tokens);
        for (var place = 0; place < allowed.Length; place++)
        {
            logits[place] = logits[allowed[place]]; // ascending, so nothing is read after it was written
        }

        return allowed[Choose(logits[..allowed.Length])];
    }

    private void PenalizeRepetition(Span<float> logits, ReadOnlySpan<int> tokens)
    {
        if (_options.RepetitionPenalty != 1)
        {
            LogitProcessors.RepetitionPenalty(logits, tokens, _options.RepetitionPenalty);
        }
    }

    private int Choose(Span<float> logits)
    {
        if (_options.Temperature == 0)
        {
            return TensorPrimitives.IndexOfMax(logits);
        }

        if (_options.Temperature != 1)
        {
            LogitProcessors.Temperature(logits, _options.Temperature);
        }

        if (_options.TopK > 0)
        {
            LogitProcessors.TopK(logits, _options.TopK);
        }

        if (_options.TopP < 1)
        {
            LogitProcessors.TopP(logits, _options.TopP);
        }

        if (_options.MinP > 0)
        {
            LogitProcessors.MinP(logits, _options.MinP);
        }

        return Draw(logits);
    }

    private int Draw(Span<float> logits)
    {
        TensorPrimitives.SoftMax(logits, logits);
        var left = _random.NextDouble() * TensorPrimitives.Sum<float>(logits);
        var last = 0;
        for (var token = 0; token < logits.Length; token++)
        {
            if (logits[token] > 0)
            {
                (left, last) = (left - logits[token], token);
                if (left < 0)
                {
                    break;
                }
            }
        }

        return last;
    }

    private static int HashCode32(long seed) => (int)(seed ^ (seed >> 32));
}
