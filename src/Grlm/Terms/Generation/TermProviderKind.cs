namespace Grlm;

/// <summary>What makes terms.</summary>
public enum TermProviderKind
{
    /// <summary>Extraction from the metadata of items and their neighbours; no model.</summary>
    Extract,

    /// <summary>A language model in this process.</summary>
    Torch,

    /// <summary>A language model behind an OpenAI-compatible server.</summary>
    Openai,

    /// <summary>A language model behind an Ollama server.</summary>
    Ollama,
}
