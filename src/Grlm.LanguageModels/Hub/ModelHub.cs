namespace Grlm.LanguageModels;

/// <summary>
/// Downloads models from the Hugging Face hub, or a mirror that speaks its protocol, into the cache that Hugging Face's own tools use.
/// What is interrupted goes on from where it was. Thread-safe, also against other processes.
/// </summary>
/// <param name="options">Which hub and which cache.</param>
public sealed class ModelHub(HubOptions options) : IDisposable
{
    private readonly HubClient _client = new(options);
    private readonly Redactor _redactor = new(options.Token);

    /// <summary>Downloads the files of a model that are not in the cache yet.</summary>
    /// <param name="reference">The model.</param>
    /// <param name="pull">Which files, and how many at once.</param>
    /// <param name="progress">Told the bytes that are there; null for nobody.</param>
    /// <param name="cancellationToken">Stops; the next call goes on.</param>
    /// <returns>The model in the cache; also where the hub can't be reached and the cache has this revision.</returns>
    /// <exception cref="InvalidOptionsException">An option can't be, or the patterns leave no file.</exception>
    /// <exception cref="InvalidInputException">The hub has no such model, or sends what it should not.</exception>
    /// <exception cref="MissingPrerequisiteException">No network, no right to read the model, no space or no right to write the
    /// cache.</exception>
    public async Task<PulledModel> PullAsync(
        HubReference reference, PullOptions pull, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentNullException.ThrowIfNull(pull);
        OptionsValidation.Validate(options);
        OptionsValidation.Validate(pull);
        try
        {
            return await GetAsync(reference, pull, progress, cancellationToken);
        }
        catch (GrlmException error) when (_redactor.Redact(error) != error)
        {
            throw _redactor.Redact(error); // The hub has repeated the token.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<PulledModel> GetAsync(
        HubReference reference, PullOptions pull, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        var cache = new HubCache(options.CacheFolder, reference.Repository);
        if (options.Offline || pull.Offline)
        {
            return FromCache(cache, reference, "Offline: the hub was not asked.")
                ?? throw new MissingPrerequisiteException(
                    $"{reference} is not in the cache {options.CacheFolder}. Run the same command online first.");
        }

        try
        {
            return await AskAsync(cache, reference, pull, progress, cancellationToken);
        }
        catch (HubUnreachableException error)
        {
            throw new MissingPrerequisiteException(
                $"{error.Message}. Check the network, a proxy (HTTPS_PROXY) and HF_ENDPOINT, and run the same command again: it goes on.",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MissingPrerequisiteException(
                $"The cache {options.CacheFolder} can't be written: {error.Message} Make room there, or name another folder " +
                    $"in HF_HUB_CACHE.", error);
        }
    }

    private static PulledModel? FromCache(HubCache cache, HubReference reference, string notice)
        => cache.FindCommit(reference.Revision) is { } commit
            ? new PulledModel(cache.SnapshotPath(commit), reference.Repository, reference.Revision, commit, cache.Files(commit),
                DownloadedBytes: 0, notice)
            : null;

    private async Task<PulledModel> AskAsync(
        HubCache cache, HubReference reference, PullOptions pull, IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        HubListing listing;
        try
        {
            listing = await _client.GetListingAsync(reference, cancellationToken);
        }
        catch (HubUnreachableException error) when (cache.FindCommit(reference.Revision) is not null)
        {
            return FromCache(cache, reference, $"{error.Message}: this is what the cache has.")!;
        }

        return await new ModelPull(_client, cache, reference, listing, options).RunAsync(pull, progress, cancellationToken);
    }
}
