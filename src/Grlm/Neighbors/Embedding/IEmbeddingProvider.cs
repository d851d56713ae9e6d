using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>Opens the generator of text vectors that a kind of provider stands for. Thread-safe.</summary>
public interface IEmbeddingProvider
{
    /// <summary>Returns the files that its vectors depend on: a change of one of them makes the stage run again.</summary>
    /// <exception cref="InvalidOptionsException">The options lack what this provider needs, or have what it cannot take.</exception>
    /// <exception cref="MissingPrerequisiteException">The model is not there.</exception>
    IReadOnlyList<string> FilesOf(EmbedOptions options);

    /// <summary>Gets the files that it leaves in the folder of the artifact, where it learns from the texts.</summary>
    IReadOnlyList<string> LearntFiles => [];

    /// <summary>Opens the generator; the caller disposes it.</summary>
    /// <param name="options">The options of the stage.</param>
    /// <param name="directory">Folder of the artifact: a provider that learns leaves there what it has learnt.</param>
    /// <param name="texts">The catalogue's texts, to learn from; null where what was learnt is there already and is read.</param>
    /// <param name="cancellationToken">Stops learning.</param>
    Task<IEmbeddingGenerator<string, Embedding<float>>> OpenAsync(
        EmbedOptions options, string directory, IReadOnlyList<string>? texts, CancellationToken cancellationToken);
}
