using System.Text.Json;

namespace Grlm.Serving;

/// <summary>
/// Brings versions of the model from the store to this machine and back: a folder each below <c>versions</c> in the workspace, by the hash
/// of its content, since models are mapped and not held in memory twice. Safe for concurrent use, and for several servers on one folder.
/// </summary>
/// <param name="root">The folder of the workspace.</param>
/// <param name="files">What versions consist of.</param>
/// <param name="loader">Loads the models.</param>
internal sealed class ModelVault(string root, ModelFileStore files, IModelLoader loader)
{
    private const string Partial = ".partial-";

    private readonly string _folder = Path.Combine(root, "versions");

    /// <summary>Reads the list of a version's files.</summary>
    /// <exception cref="InvalidInputException">It is missing, or of another version of grlm.</exception>
    public static ModelContents ContentsOf(StoredModel model)
    {
        var contents = Read(model)
            ?? throw new InvalidInputException($"Of the version '{model.Version}' only the name is known. Publish it again.");
        contents.Check();
        return contents;
    }

    /// <summary>Reads the list of a version's files as it was published; null where it was added without one.</summary>
    public static ModelContents? Read(StoredModel model)
        => model.Contents is null ? null : JsonSerializer.Deserialize(model.Contents, ServingJson.Api.ModelContents);

    /// <summary>Describes a version with this content, to be added to the store.</summary>
    public static NewModel NewModel(string version, ModelContents contents, bool isPublished) => new(version, contents.Hash())
    {
        Contents = JsonSerializer.Serialize(contents, ServingJson.Api.ModelContents),
        IsPublished = isPublished,
        Files = contents.Files!.Values.DistinctBy(file => file.Sha256)
            .ToDictionary(file => file.Sha256!, file => file.Bytes, StringComparer.Ordinal),
    };

    /// <summary>Returns the files of a list that the store has not got, by hash.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(ModelContents contents, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var file in contents.Files!.Values.DistinctBy(file => file.Sha256))
        {
            if (!await files.HasAsync(file.Sha256!, file.Bytes, cancellationToken).ConfigureAwait(false))
                missing.Add(file.Sha256!);
        }

        return missing;
    }

    /// <summary>Puts what a workspace has of a list into the store, where it is not yet.</summary>
    public async Task KeepAsync(ModelContents contents, GrlmWorkspace workspace, CancellationToken cancellationToken)
    {
        var missing = await MissingAsync(contents, cancellationToken).ConfigureAwait(false);
        foreach (var (path, file) in contents.Files!.Where(file => missing.Contains(file.Value.Sha256, StringComparer.Ordinal)))
        {
            await using var stream = File.OpenRead(Path.Combine(workspace.Root, path));
            await files.PutAsync(file.Sha256!, stream, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Loads the models of a list, which are fetched from the store unless they are here.</summary>
    /// <exception cref="GrlmException">Files are missing or damaged, or the models can't be loaded.</exception>
    public async Task<RecommendationEngine> LoadAsync(ModelContents contents, CancellationToken cancellationToken)
    {
        var workspace = new GrlmWorkspace(Path.Combine(_folder, contents.Hash()));
        if (!Directory.Exists(workspace.Root))
            await FetchAsync(contents, workspace.Root, cancellationToken).ConfigureAwait(false);
        return await LoadAsync(contents, workspace, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Loads the models of a list from a workspace.</summary>
    /// <exception cref="GrlmException">Files are missing or damaged, or the models can't be loaded.</exception>
    public Task<RecommendationEngine> LoadAsync(ModelContents contents, GrlmWorkspace workspace, CancellationToken cancellationToken)
        => Task.Run(() => contents.Open(workspace, loader), cancellationToken);

    /// <summary>Deletes the folder of a version that is no more; one that is still in use keeps its files until it is freed.</summary>
    public void Forget(string hash)
    {
        var folder = Path.Combine(_folder, hash);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private async Task FetchAsync(ModelContents contents, string folder, CancellationToken cancellationToken)
    {
        var partial = $"{folder}{Partial}{Guid.CreateVersion7():N}";
        try
        {
            foreach (var (path, file) in contents.Files!)
            {
                var target = Path.Combine(partial, path);
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                await using var stream = File.Create(target);
                if (!await files.CopyToAsync(file.Sha256!, stream, cancellationToken).ConfigureAwait(false))
                    throw new InvalidInputException($"The store has not all of '{path}' of the model. Publish it again.");
            }

            if (!Directory.Exists(folder))
                Directory.Move(partial, folder); // whole or not at all
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another server on the same workspace was first.
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
    }
}
