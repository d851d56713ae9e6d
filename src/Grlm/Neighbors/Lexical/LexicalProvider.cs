using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>Vectors learnt from the catalogue's own texts: <see cref="LexicalModel"/>.</summary>
internal sealed class LexicalProvider : IEmbeddingProvider
{
    /// <inheritdoc/>
    public IReadOnlyList<string> LearntFiles => [ArtifactNames.LexicalFeatures, ArtifactNames.LexicalProjection];

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(EmbedOptions options)
        => options.Model is null && options.ModelFolder is null && options.Endpoint is null
            ? []
            : throw new InvalidOptionsException(
                "The provider 'lexical' takes no model and no endpoint. Name another (option 'provider'), or leave them out.");

    /// <inheritdoc/>
    public async Task<IEmbeddingGenerator<string, Embedding<float>>> OpenAsync(
        EmbedOptions options, string directory, IReadOnlyList<string>? texts, CancellationToken cancellationToken)
    {
        if (texts is null)
        {
            return new LexicalGenerator(await LexicalFiles.ReadAsync(directory, cancellationToken));
        }

        var model = LexicalModel.Fit(texts, options.Width, options.Seed, cancellationToken);
        await LexicalFiles.WriteAsync(directory, model, cancellationToken);
        return new LexicalGenerator(model);
    }
}

/// <summary>Offers a <see cref="LexicalModel"/> behind the interface that all providers have. Thread-safe.</summary>
internal sealed class LexicalGenerator(LexicalModel model) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <inheritdoc/>
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(model.Embed(text)))));
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing but memory is held.
    }
}
