namespace Grlm;

/// <summary>What makes the text vectors.</summary>
public enum EmbeddingProvider
{
    /// <summary>Learnt from the catalogue's own texts; no model.</summary>
    Lexical,

    /// <summary>A sentence-transformer model in ONNX form, in this process.</summary>
    Onnx,

    /// <summary>A causal language model in this process: the last token's vector.</summary>
    Torch,

    /// <summary>A server with an OpenAI-compatible <c>/v1/embeddings</c>.</summary>
    Openai,

    /// <summary>An Ollama server.</summary>
    Ollama,
}
