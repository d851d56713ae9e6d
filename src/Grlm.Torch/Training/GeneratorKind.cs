namespace Grlm.Torch;

/// <summary>What kind of generator a <c>model/</c> folder holds.</summary>
public enum GeneratorKind
{
    /// <summary>The compact generator, which goes with the workspace's ranker.</summary>
    Compact,

    /// <summary>A whole language model.</summary>
    LanguageModel,

    /// <summary>An adapter (LoRA) of a language model that lies elsewhere.</summary>
    Adapter,
}
