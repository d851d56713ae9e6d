namespace Grlm;

/// <summary>Says what makes the text vectors.</summary>
public enum EmbeddingProvider
{
    /// <summary>Learnt from the catalogue's own texts; no model.</summary>
    Lexical,

    /// <summary>Sentence-transformer model in ONNX form, in this process.</summary>
    Onnx,

    /// <summary>Causal language model in this process: the last token's vector.</summary>
    Torch,

    /// <summary>Server with an OpenAI-compatible <c>/v1/embeddings</c>.</summary>
    Openai,

    /// <summary>Ollama server.</summary>
    Ollama,
}
