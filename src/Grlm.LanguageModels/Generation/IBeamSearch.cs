namespace Grlm.LanguageModels.Internal;

/// <summary>Finds the best continuations of prompts with one model. For one caller at a time.</summary>
public interface IBeamSearch : IDisposable
{
    /// <summary>Gets how many prompts are best asked together; those of like length then.</summary>
    int MostPrompts { get; }

    /// <summary>Finds the best continuations.</summary>
    /// <param name="prompts">Tokens of each prompt, one or more.</param>
    /// <param name="constraints">Which tokens may follow each prompt; null for all.</param>
    /// <param name="settings">How the search runs.</param>
    /// <param name="cancellationToken">Stops the search between two passes.</param>
    /// <returns>The sequences of each prompt, best first; fewer than there are beams only where a constraint allows no more.</returns>
    /// <exception cref="InvalidInputException">A prompt is empty or too long, or the weights are damaged.</exception>
    IReadOnlyList<IReadOnlyList<GeneratedSequence>> Search(
        IReadOnlyList<int[]> prompts, IReadOnlyList<ITokenConstraint>? constraints, BeamSearchSettings settings,
        CancellationToken cancellationToken);
}

/// <summary>
/// Searches with the managed decoder: the beams of all prompts go through packed weights together, and no prompt is padded.
/// </summary>
public sealed class ManagedBeamSearch : IBeamSearch
{
    private const int MebibyteBits = 20;
    private const long MostCacheBytes = 512L << MebibyteBits;

    private readonly InferenceNetwork _network;
    private readonly SharedBeamSearch _search;

    /// <param name="weights">The weights, which must stay.</param>
    /// <param name="threads">Threads to work with; 0 for one a processor.</param>
    /// <param name="cacheMebibytes">Memory for what prompts have in common; null for an eighth of what is free, 512 at most.</param>
    public ManagedBeamSearch(IWeightSource weights, int threads, int? cacheMebibytes)
    {
        var free = AvailableMemory.Read().Free;
        _network = Packed(weights, threads > 0 ? threads : Environment.ProcessorCount);
        _search = new SharedBeamSearch(
            _network,
            new PrefixCache(cacheMebibytes is { } given ? (long)given << MebibyteBits : Math.Min(MostCacheBytes, free / 8)), free / 4);
    }

    /// <inheritdoc/>
    public int MostPrompts => int.MaxValue;

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<GeneratedSequence>> Search(
        IReadOnlyList<int[]> prompts, IReadOnlyList<ITokenConstraint>? constraints, BeamSearchSettings settings,
        CancellationToken cancellationToken)
        => _search.Search(prompts, constraints, settings, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    /// <summary>Packs the weights; what is wrong with them is told as it is, not as the failure of a thread.</summary>
    private static InferenceNetwork Packed(IWeightSource weights, int threads)
    {
        try
        {
            return new InferenceNetwork(weights, threads);
        }
        catch (AggregateException exception) when (exception.InnerException is GrlmException cause)
        {
            throw new InvalidInputException(cause.Message, exception);
        }
    }
}
