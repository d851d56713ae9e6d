using Microsoft.Extensions.AI;

namespace Grlm.Tests;

/// <summary>
/// A provider that remembers what it was asked, and answers as it is told to: by default a vector of a text's length and first letter.
/// </summary>
internal sealed class ScriptedProvider : IEmbeddingProvider, IEmbeddingGenerator<string, Embedding<float>>
{
    public List<string[]> Batches { get; } = [];

    public Func<string[], IEnumerable<float[]>> Answer { get; set; } = texts => texts.Select(text => new[] { text.Length, (float)text[0] });

    public EmbeddingProviders AsProviders
        => new(new Dictionary<string, Func<IEmbeddingProvider>> { ["onnx"] = () => this });

    public IReadOnlyList<string> Files { get; init; } = [];

    public IReadOnlyList<string> FilesOf(EmbedOptions options) => Files;

    public Task<IEmbeddingGenerator<string, Embedding<float>>> OpenAsync(
        EmbedOptions options, string directory, IReadOnlyList<string>? texts, CancellationToken cancellationToken)
        => Task.FromResult<IEmbeddingGenerator<string, Embedding<float>>>(this);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        string[] texts = [.. values];
        lock (Batches)
        {
            Batches.Add(texts);
        }

        return new(Answer(texts).Select(vector => new Embedding<float>(vector)));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
        // The same provider is opened again by the next run.
    }
}
