namespace Grlm.Torch.Benchmarks;

/// <summary>Floating-point operations of a language model: two for each weight and token, and those of attention.</summary>
/// <param name="config">The model's sizes.</param>
internal sealed class Arithmetic(LanguageModelConfig config)
{
    private readonly double _queries = (double)config.HeadCount * config.HeadSize;
    private readonly double _keys = (double)config.KeyValueHeadCount * config.HeadSize;

    /// <summary>The output head, a token.</summary>
    public double Head => 2.0 * config.VocabularySize * config.HiddenSize;

    /// <summary>A token of tuning in full, head included: forward, and twice that backward.</summary>
    public double TrainToken => 3 * (Layers + Head);

    /// <summary>A token of tuning adapters: the backward pass makes no gradients of weights.</summary>
    public double TrainAdapterToken => 2 * (Layers + Head);

    private double Layers => 2.0 * config.LayerCount
        * (((_queries + (2 * _keys)) * config.HiddenSize) + (_queries * config.HiddenSize) +
            (3.0 * config.HiddenSize * config.IntermediateSize));

    /// <summary>Reading a text without the head; a token sees half of it on average.</summary>
    public double Read(int tokens) => tokens * (Layers + Attention(tokens / 2.0));

    /// <summary>Reading some tokens that each see a number of others, without the head.</summary>
    public double Step(int tokens, double seen) => tokens * (Layers + Attention(seen));

    /// <summary>Beam search: the prompt once, then all beams at each further token.</summary>
    public double BeamSearch(int prompt, int beams, int newTokens)
        => Read(prompt) + Head + ((newTokens - 1) * (Step(beams, prompt + (newTokens / 2.0)) + (beams * Head)));

    private double Attention(double seen) => 4.0 * config.LayerCount * _queries * seen;
}
