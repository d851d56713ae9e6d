using System.Text.Json;
using System.Text.RegularExpressions;

namespace Grlm.Serving;

/// <summary>Adds versions of the model, lets them answer, goes back, tries them, deletes them. Safe for concurrent use.</summary>
internal sealed partial class ModelRollout(ServedShop shop, ModelVault vault)
{
    private static readonly string[] _reserved = ["files", "rollback", "canary"];

    /// <summary>Lists all versions.</summary>
    public async Task<ModelsAnswer> ListAsync(CancellationToken cancellationToken)
    {
        var models = await shop.Store.Models.AllAsync(cancellationToken).ConfigureAwait(false);
        return new ModelsAnswer
        {
            Models = [.. models.Select(ModelAnswer.Of)],
            Active = models.FirstOrDefault(model => model.State == ModelState.Active)?.Version,
            Previous = Before(models)?.Version,
            Canary = models.FirstOrDefault(model => model.Trial is not null) is { } tried
                ? Trial.Of(tried).Call with { Version = tried.Version } : null,
        };
    }

    /// <summary>Adds a version once all of its files are there; until then it says which are wanted.</summary>
    /// <exception cref="ApiException">There is such a version with other content, or it can't be served here.</exception>
    public async Task<ModelPublished> AddAsync(string version, ModelContents contents, CancellationToken cancellationToken)
    {
        if (!VersionName().IsMatch(version) || _reserved.Contains(version, StringComparer.OrdinalIgnoreCase))
        {
            throw ApiException.Invalid("version-name",
                $"'{version}' is no name for a version. Give it 1 to 100 letters, digits, points, dashes and underlines, " +
                    $"and not {string.Join(", ", _reserved)}.");
        }

        Compatible(contents.Check);
        var known = await FindAsync(version, cancellationToken).ConfigureAwait(false);
        if (known is not null && known.ContentHash != contents.Hash())
            throw Conflict(version);
        var missing = await vault.MissingAsync(contents, cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0 || known is not null)
            return new ModelPublished { Version = version, Missing = missing };
        using (await OpenAsync(() => vault.LoadAsync(contents, cancellationToken)).ConfigureAwait(false))
        {
            // What can't be loaded here, by another tokenizer or with terms of another form, becomes no version.
        }

        var added = await shop.Store.Models.AddAsync(ModelVault.NewModel(version, contents, isPublished: true), cancellationToken)
            .ConfigureAwait(false);
        return added == ModelAddition.Conflict
            ? throw Conflict(version)
            : new ModelPublished { Version = version, Missing = [], IsNew = added == ModelAddition.Added };
    }

    /// <summary>Makes a version the one that answers, unless it is worse than the one that does by more than chance explains.</summary>
    /// <param name="version">The version.</param>
    /// <param name="force">Whether it may be worse.</param>
    /// <param name="cancellationToken">Stops before anything has changed.</param>
    /// <exception cref="ApiException">There is no such version, it can't be loaded, or it is worse.</exception>
    public Task<ActivationAnswer> ActivateAsync(string version, bool force, CancellationToken cancellationToken)
        => shop.Versions.ChangeAsync(
            async () =>
            {
                var models = await shop.Store.Models.AllAsync(cancellationToken).ConfigureAwait(false);
                var model = models.FirstOrDefault(each => each.Version == version) ?? throw Unknown(version);
                if (model.State == ModelState.Active)
                {
                    await shop.Versions.SetAsync(models, cancellationToken).ConfigureAwait(false);
                    return new ActivationAnswer { Active = version };
                }

                var candidate = await OpenAsync(() => shop.Versions.OpenAsync(model, cancellationToken)).ConfigureAwait(false);
                using var use = shop.Versions.Use();
                var comparison = await ModelComparison.OfAsync(candidate, use.Shop, cancellationToken).ConfigureAwait(false);
                if (!force && comparison is { High: < 0 })
                    throw Worse(version, use.Shop.Name, comparison);
                await SwitchAsync(version, goesBack: false, cancellationToken).ConfigureAwait(false);
                return new ActivationAnswer { Active = version, Before = use.Shop.Name, Comparison = comparison };
            },
            cancellationToken);

    /// <summary>Goes back to the version that answered before the one that does.</summary>
    /// <exception cref="ApiException">There is none, or it can't be loaded.</exception>
    public Task<ActivationAnswer> RollBackAsync(CancellationToken cancellationToken)
        => shop.Versions.ChangeAsync(
            async () =>
            {
                var models = await shop.Store.Models.AllAsync(cancellationToken).ConfigureAwait(false);
                var active = models.First(model => model.State == ModelState.Active).Version;
                var before = Before(models) ?? throw new ApiException(409, "no-earlier-model",
                    $"No version answered before '{active}'. Activate the one that is wanted by its name.");
                await OpenAsync(() => shop.Versions.OpenAsync(before, cancellationToken)).ConfigureAwait(false);
                await SwitchAsync(before.Version, goesBack: true, cancellationToken).ConfigureAwait(false);
                return new ActivationAnswer { Active = before.Version, Before = active };
            },
            cancellationToken);

    /// <summary>Tries a version on some of the users, or none any more.</summary>
    /// <exception cref="ApiException">There is no such version beside the active one, or it can't be loaded.</exception>
    public Task TryAsync(CanaryCall? call, CancellationToken cancellationToken)
        => shop.Versions.ChangeAsync(
            async () =>
            {
                if (call is not null)
                {
                    if (call.Share is not (null or (> 0 and <= 1)))
                        throw ApiException.Invalid("share-out-of-range", $"'share' is {call.Share}. Give it more than 0, up to 1.");
                    Limits.List(call.Scenarios, "scenarios");
                    var name = call.Version ?? throw ApiException.Invalid("field-missing", "There is no 'version' to try. Give it.");
                    var model = await FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw Unknown(name);
                    if (model.State == ModelState.Active)
                        throw new ApiException(409, "model-active", $"'{name}' answers everybody already. Try another version.");
                    await OpenAsync(() => shop.Versions.OpenAsync(model, cancellationToken)).ConfigureAwait(false);
                }

                var trial = call is null ? null : JsonSerializer.Serialize(call with { Version = null }, ServingJson.Api.CanaryCall);
                await shop.Store.Models.TryAsync(call?.Version, trial, cancellationToken).ConfigureAwait(false);
                await shop.Versions.TakeOverAsync(CancellationToken.None).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>Deletes a version that does not answer.</summary>
    /// <exception cref="ApiException">There is none, or it answers.</exception>
    public async Task DeleteAsync(string version, CancellationToken cancellationToken)
    {
        var model = await FindAsync(version, cancellationToken).ConfigureAwait(false) ?? throw Unknown(version);
        if (!await shop.Store.Models.DeleteAsync(version, cancellationToken).ConfigureAwait(false))
            throw new ApiException(409, "model-active", $"'{version}' answers. Activate another version first.");
        await shop.Versions.FollowAsync(CancellationToken.None).ConfigureAwait(false);
        vault.Forget(model.ContentHash);
    }

    /// <summary>Returns the version that answered before the active one; null where there is none.</summary>
    private static StoredModel? Before(IReadOnlyList<StoredModel> models)
    {
        var active = models.FirstOrDefault(model => model.State == ModelState.Active);
        return models.Where(model => model.Activated is not null && model.Activated < active?.Activated).MaxBy(model => model.Activated);
    }

    /// <summary>Activates a version; once begun it is finished, for the store and this server must not name two.</summary>
    private async Task SwitchAsync(string version, bool goesBack, CancellationToken cancellationToken)
    {
        if (!await shop.Store.Models.ActivateAsync(version, goesBack, cancellationToken).ConfigureAwait(false))
            throw Unknown(version);
        await shop.Versions.TakeOverAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<StoredModel?> FindAsync(string version, CancellationToken cancellationToken)
        => (await shop.Store.Models.AllAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(model => model.Version == version);

    private static async Task<T> OpenAsync<T>(Func<Task<T>> open)
    {
        try
        {
            return await open().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is InvalidInputException or MissingPrerequisiteException or InvalidOptionsException)
        {
            throw Incompatible(fault);
        }
    }

    private static void Compatible(Action check)
    {
        try
        {
            check();
        }
        catch (InvalidInputException fault)
        {
            throw Incompatible(fault);
        }
    }

    private static ApiException Incompatible(Exception fault) => new(409, "model-incompatible", fault.Message);

    private static ApiException Unknown(string version)
        => ApiException.NotFound("model-unknown", $"There is no version '{version}' of the model. GET /v1/models lists them.");

    private static ApiException Conflict(string version)
        => new(409, "version-conflict",
            $"There is a version '{version}' with other content: a version never changes. Publish under another name.");

    private static ApiException Worse(string version, string active, ComparisonBody found)
        => new(409, "model-worse", FormattableString.Invariant(
            $"On {found.Users} users that '{version}' has not seen its {found.Metric} is {found.Value:F4}, ")
            + FormattableString.Invariant($"that of '{active}' {found.Other:F4}: ")
            + FormattableString.Invariant($"worse by {-found.Difference:F4} (95 % interval {-found.High:F4} to {-found.Low:F4}). ")
            + "Leave it, or activate it with 'force'.");

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", RegexOptions.NonBacktracking)]
    private static partial Regex VersionName();
}
