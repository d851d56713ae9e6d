using Grlm.Providers;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary>The models that text vectors and terms can be made with.</summary>
internal static class ProductModels
{
    /// <summary>What can make text vectors.</summary>
    public static EmbeddingProviders Embeddings() => new(new Dictionary<EmbeddingProvider, Func<IEmbeddingProvider>>
    {
        [EmbeddingProvider.Onnx] = () => new OnnxProvider(),
        [EmbeddingProvider.Torch] = () => new TorchEmbeddingProvider(),
        [EmbeddingProvider.Openai] = () => new OpenAIProvider(),
        [EmbeddingProvider.Ollama] = () => new OllamaProvider(),
    });

    /// <summary>What terms can be made with beside extraction.</summary>
    public static LanguageModelSources LanguageModels() => new(new Dictionary<TermProviderKind, Func<ILanguageModelSource>>
    {
        [TermProviderKind.Torch] = () => new TorchLanguageModel(),
        [TermProviderKind.Openai] = () => new OpenAILanguageModel(),
        [TermProviderKind.Ollama] = () => new OllamaLanguageModel(),
    });
}
