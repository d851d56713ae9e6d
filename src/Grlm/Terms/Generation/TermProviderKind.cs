namespace Grlm;

/// <summary>Says what makes terms.</summary>
public enum TermProviderKind
{
    /// <summary>Extraction from the metadata of items and their neighbours; no model.</summary>
    Extract,

    /// <summary>Language model in this process.</summary>
    Torch,

    /// <summary>Language model behind an OpenAI-compatible server.</summary>
    Openai,

    /// <summary>Language model behind an Ollama server.</summary>
    Ollama,
}
