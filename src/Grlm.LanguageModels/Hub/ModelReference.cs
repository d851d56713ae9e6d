namespace Grlm.LanguageModels.Internal;

/// <summary>Finds the model that a user names: a path, or a model of a hub that is in the cache.</summary>
public static class ModelReference
{
    /// <summary>Finds it.</summary>
    /// <param name="pathOrRepository">A folder or file, or <c>REPO[@revision]</c>; what exists as a path is one.</param>
    /// <param name="currentDirectory">What a relative path is relative to; the process's folder by default.</param>
    /// <param name="options">Where the cache is; by default where the environment says.</param>
    /// <returns>Absolute path of the folder, or of the file.</returns>
    /// <exception cref="InvalidOptionsException">It can be the name of none.</exception>
    /// <exception cref="MissingPrerequisiteException">It is not there.</exception>
    public static string Resolve(string pathOrRepository, string? currentDirectory = null, HubOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(pathOrRepository);
        if (string.IsNullOrWhiteSpace(pathOrRepository) || pathOrRepository.Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidOptionsException(
                $"'{pathOrRepository}' names no model. Name its folder, or a model of a hub like Qwen/Qwen3-0.6B.");
        }

        var path = Path.GetFullPath(pathOrRepository, currentDirectory ?? Directory.GetCurrentDirectory());
        if (Path.Exists(path))
        {
            return path;
        }

        if (HubReference.TryParse(pathOrRepository) is not { } reference)
        {
            throw new MissingPrerequisiteException(
                $"There is no model at {path}. Name its folder, or a model of a hub like Qwen/Qwen3-0.6B.");
        }

        var cache = new HubCache((options ?? HubOptions.FromEnvironment()).CacheFolder, reference.Repository);
        return cache.FindCommit(reference.Revision) is { } commit
            ? cache.SnapshotPath(commit)
            : throw new MissingPrerequisiteException(
                $"There is neither a folder {path} nor the model {reference} in the cache. Pull model '{reference}' from a hub.");
    }
}
