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
                "The provider 'lexical' takes no model and no endpoint. Name another with --provider, or leave them out.");

    /// <inheritdoc/>
    public async Task<IEmbeddingGenerator<string, Embedding<float>>> OpenAsync(
        EmbedOptions options, string directory, IReadOnlyList<string>? texts, CancellationToken cancellationToken)
    {
        if (texts is null)
        {
            return new LexicalGenerator(await LexicalFiles.ReadAsync(directory, cancellationToken));
        }

        var model = LexicalModel.Learn(texts, options.Width, options.Seed, cancellationToken);
        await LexicalFiles.WriteAsync(directory, model, cancellationToken);
        return new LexicalGenerator(model);
    }
}
