namespace Grlm.Torch;

/// <summary>Says where and how a language model runs.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>Gets <c>cpu</c>, <c>cuda:N</c>, or <c>auto</c>: the first CUDA device if there is one.</summary>
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>Gets what products are computed in.</summary>
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>Gets the folder of a PEFT adapter that is merged into the weights on loading; null for none.</summary>
    public string? Adapter { get; init; }

    /// <summary>Gets the number of threads for tensor work; 0 for one a processor.</summary>
    [ThreadCount]
    public int Threads { get; init; }
}
