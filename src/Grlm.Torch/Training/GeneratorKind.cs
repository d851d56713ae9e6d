namespace Grlm.Torch;

/// <summary>Says what kind of generator a <c>model/</c> folder holds.</summary>
public enum GeneratorKind
{
    /// <summary>Compact generator, which goes with the workspace's ranker.</summary>
    Compact,

    /// <summary>Whole language model.</summary>
    LanguageModel,

    /// <summary>Adapter (LoRA) of a language model that lies elsewhere.</summary>
    Adapter,
}
