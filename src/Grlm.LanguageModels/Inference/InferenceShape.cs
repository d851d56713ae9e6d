namespace Grlm.LanguageModels;

/// <summary>Sizes that keys, values and attention go by.</summary>
/// <param name="Layers">Decoder layers.</param>
/// <param name="Heads">Query heads of a layer.</param>
/// <param name="KeyHeads">Key-value heads of a layer.</param>
/// <param name="HeadSize">Width of a head.</param>
internal sealed record InferenceShape(int Layers, int Heads, int KeyHeads, int HeadSize)
{
    private const int Lanes = 16;

    /// <summary>Query heads that share a key head.</summary>
    public int Group => Heads / KeyHeads;

    /// <summary>Width of a head, filled up with zeros to whole vectors.</summary>
    public int HeadWidth { get; } = (HeadSize + Lanes - 1) / Lanes * Lanes;

    /// <summary>Memory that the keys and values of a token take.</summary>
    public long TokenBytes => 2L * Layers * KeyHeads * HeadWidth * sizeof(float);

    /// <summary>The sizes of a network.</summary>
    public static InferenceShape Of(LanguageModelConfig config) => new(config.LayerCount, config.HeadCount, config.KeyValueHeadCount, config.HeadSize);
}
