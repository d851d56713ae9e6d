using System.Collections.Immutable;

namespace Grlm.Serving;

/// <summary>
/// Knows which version of the model answers whom, and exchanges versions while requests go on: a new one is loaded, laid over the live
/// catalogue and warmed beside the old one before it takes the old one's place. What the store says is what holds; every server follows it.
/// Safe for concurrent use.
/// </summary>
internal sealed partial class ShopVersions(ServedShop shop, ModelVault vault, GrlmWorkspace workspace, ILogger logger) : IAsyncDisposable
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile ImmutableList<ShopVersion> _followed = [];
    private Task _keeping = Task.CompletedTask;
    private ModelContents? _own;
    private volatile Answering? _now;

    /// <summary>Takes the version that answers a caller, for as long as the result lives.</summary>
    /// <param name="who">Who asks, for a trial on some of the users; null for nobody in particular.</param>
    /// <param name="scenario">The place in the shop.</param>
    /// <exception cref="ApiException">The server is starting or stopping.</exception>
    public ShopVersionUse Use(string? who = null, string? scenario = null)
    {
        while (_now is { } now)
        {
            var version = now.Tried is { } tried && now.Trial!.Takes(who, scenario) ? tried : now.Active;
            if (version.TryEnter())
                return new ShopVersionUse(version);
        }

        throw new ApiException(503, "starting", "The server is starting or stopping. Ask again.") { RetryAfter = 1 };
    }

    /// <summary>Takes the version that answers a call for recommendations.</summary>
    public ShopVersionUse Use(RecommendationCall call)
        => Use(call.User ?? (call.History is { Count: > 0 } history ? history[0] : null), call.Scenario);

    /// <summary>Takes over what has changed in the store: when this returns, what was committed before is served.</summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        foreach (var version in _followed)
        {
            if (!version.TryEnter())
                continue;
            try
            {
                await version.Catalog.CatchUpAsync(cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                version.Leave();
            }
        }
    }

    /// <summary>
    /// Opens the version that answers: the one that the store names. What the workspace holds and the store has never seen becomes that one
    /// where none has been published yet.
    /// </summary>
    /// <exception cref="GrlmException">There is no model, or it can't be loaded.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        MissingPrerequisiteException? fault = null;
        try
        {
            Artifacts.Recover(workspace);
            _own = ModelContents.Of(workspace, shop.Options.Source);
        }
        catch (MissingPrerequisiteException missing)
        {
            fault = missing;
        }

        var own = _own?.Hash();
        var models = await shop.Store.Models.AllAsync(cancellationToken).ConfigureAwait(false);
        var active = models.FirstOrDefault(model => model.State == ModelState.Active);
        if (_own is not null && active?.ContentHash != own && active is not { IsPublished: true })
        {
            var name = _own.UsualName();
            await shop.Store.Models.AddAsync(ModelVault.NewModel(name, _own, isPublished: false), cancellationToken).ConfigureAwait(false);
            if (active is null || !models.Any(model => model.ContentHash == own))
                await shop.Store.Models.ActivateAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false);
            models = await shop.Store.Models.AllAsync(cancellationToken).ConfigureAwait(false);
            active = models.First(model => model.State == ModelState.Active);
        }

        if (active is null)
            throw fault!;
        await ChangeAsync(() => SetAsync([active], cancellationToken), cancellationToken).ConfigureAwait(false);
        if (active.ContentHash != own && _own is not null)
            LogOther(logger, active.Version, workspace.Root);
        if (_own is not null && models.Any(model => model.ContentHash == own))
            _keeping = KeepAsync(_own);
    }

    /// <summary>Takes over which versions the store names; those that answer go on until the others are ready.</summary>
    public Task FollowAsync(CancellationToken cancellationToken)
        => ChangeAsync(() => TakeOverAsync(cancellationToken), cancellationToken);

    /// <summary>Takes over which versions the store names. Within a change.</summary>
    /// <exception cref="GrlmException">The active one can't be loaded; the others go on then.</exception>
    public async Task TakeOverAsync(CancellationToken cancellationToken)
        => await SetAsync(await shop.Store.Models.AllAsync(cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Makes a change that answers nothing.</summary>
    public Task ChangeAsync(Func<Task> change, CancellationToken cancellationToken)
        => ChangeAsync(
            async () =>
            {
                await change().ConfigureAwait(false);
                return true;
            },
            cancellationToken);

    /// <summary>Makes a change alone, and then frees the versions that were opened for it and that do not answer.</summary>
    public async Task<T> ChangeAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await change().ConfigureAwait(false);
        }
        finally
        {
            foreach (var version in _followed.Where(version => version != _now?.Active && version != _now?.Tried))
            {
                _followed = _followed.Remove(version);
                version.Leave();
            }

            _changing.Release();
        }
    }

    /// <summary>Opens a version beside those that answer, or returns it if it is open. Within a change.</summary>
    /// <exception cref="GrlmException">It can't be loaded.</exception>
    public async Task<ShopVersion> OpenAsync(StoredModel model, CancellationToken cancellationToken)
    {
        if (_followed.Find(version => version.Name == model.Version && version.ContentHash == model.ContentHash) is { } open)
            return open;
        var contents = ModelVault.ContentsOf(model);
        var engine = model.ContentHash == _own?.Hash()
            ? await vault.LoadAsync(contents, workspace, cancellationToken).ConfigureAwait(false)
            : await vault.LoadAsync(contents, cancellationToken).ConfigureAwait(false);
        var opened = await ShopVersion.OpenAsync(shop, model, engine, cancellationToken).ConfigureAwait(false);

        // From here on it hears of every write; what was written between its opening and this moment it catches up with.
        _followed = _followed.Add(opened);
        await opened.Catalog.CatchUpAsync(cancellationToken).ConfigureAwait(false);
        return opened;
    }

    /// <summary>Lets the versions answer that the store names. Within a change.</summary>
    /// <exception cref="GrlmException">The active one can't be loaded; the others go on then.</exception>
    public async Task SetAsync(IReadOnlyList<StoredModel> models, CancellationToken cancellationToken)
    {
        if (models.FirstOrDefault(model => model.State == ModelState.Active) is not { } named)
            return;
        var active = await OpenAsync(named, cancellationToken).ConfigureAwait(false);
        _now = new Answering(active, null, null);
        if (models.FirstOrDefault(model => model.Trial is not null) is { } trial)
        {
            var tried = await OpenAsync(trial, cancellationToken).ConfigureAwait(false);
            _now = new Answering(active, tried, Trial.Of(trial));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _keeping.ConfigureAwait(false);
        await _changing.WaitAsync().ConfigureAwait(false);
        _now = null;
        foreach (var version in _followed)
        {
            version.Leave();
            await version.Freed.ConfigureAwait(false);
        }

        _changing.Dispose();
    }

    /// <summary>Keeps what the workspace holds where other servers find it, and where it outlives the next training.</summary>
    private async Task KeepAsync(ModelContents contents)
    {
        try
        {
            await vault.KeepAsync(contents, workspace, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is GrlmException or IOException or UnauthorizedAccessException)
        {
            LogNotKept(logger, fault.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "Version {Version} answers, and not what the workspace '{Workspace}' holds: publish that to make a version of it.")]
    private static partial void LogOther(ILogger logger, string version, string workspace);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The model of the workspace is not in the store yet, for other servers: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string reason);

    /// <summary>Holds who answers: one version everybody, or another one some.</summary>
    private sealed record Answering(ShopVersion Active, ShopVersion? Tried, Trial? Trial);
}
