namespace Grlm.Internal;

/// <summary>
/// Opens the files of an artifact, each handed out once its content has been held against the manifest: what is read is what the stage
/// wrote. The one way to an artifact's files. A folder without a manifest is not finished, and its files are handed out as they are: a
/// stage's output that is being tried.
/// </summary>
public sealed class ArtifactFiles
{
    private readonly string _folder;
    private readonly string _artifact;
    private readonly Manifest? _manifest;
    private readonly GrlmWorkspace _workspace;

    internal ArtifactFiles(GrlmWorkspace workspace, string folder, string artifact)
    {
        (_workspace, _folder, _artifact) = (workspace, folder, artifact);
        _manifest = Manifest.TryRead(folder, artifact);
    }

    /// <summary>Returns the files of a finished artifact wherever it lies: a run of another workspace.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="artifact">Its name, for messages: <c>evaluation</c>.</param>
    /// <exception cref="InvalidInputException">Its manifest is damaged.</exception>
    public static ArtifactFiles In(string folder, string artifact) => new(new GrlmWorkspace(folder), folder, artifact);

    /// <summary>Returns the path of a file; null where the artifact has none of that name.</summary>
    /// <param name="name">Its name below the folder, with <c>/</c> between the parts.</param>
    /// <exception cref="MissingPrerequisiteException">It is missing, although the artifact has been finished with it.</exception>
    /// <exception cref="InvalidInputException">Its content is not what the stage wrote.</exception>
    public string? Find(string name)
    {
        var path = Path.Combine(_folder, name);
        if (_manifest is null)
        {
            return File.Exists(path) ? path : null;
        }

        if (!_manifest.Outputs.TryGetValue(name, out var output))
        {
            return null;
        }

        Check(path, output);
        return path;
    }

    /// <summary>
    /// Returns the artifact's folder, once all files in it that anything is made from have been checked: for a reader of the whole.
    /// </summary>
    /// <inheritdoc cref="Find" path="/exception"/>
    public string Folder()
    {
        Check(output => !output.IsRecord);
        return _folder;
    }

    /// <summary>
    /// Checks a file that a user has named, if it is one of an artifact; beside a manifest that can't be read it is a file as any other.
    /// </summary>
    /// <inheritdoc cref="Find" path="/exception"/>
    internal static void CheckIfAny(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Manifest.IsReadable(folder))
        {
            _ = In(folder, Path.GetFileName(folder)).Find(Path.GetFileName(path));
        }
    }

    /// <summary>Checks all files, those that tell of the run included.</summary>
    /// <inheritdoc cref="Find" path="/exception"/>
    public void CheckAll() => Check(_ => true);

    /// <summary>Tells whether the artifact was finished with a file of this name.</summary>
    internal bool Lists(string name) => _manifest?.Outputs.ContainsKey(name) ?? false;

    /// <summary>Tells whether a file is there as the stage wrote it, or there is nothing to hold it against.</summary>
    internal bool IsSound(string name)
    {
        try
        {
            return Find(name) is not null;
        }
        catch (GrlmException)
        {
            return false;
        }
    }

    private void Check(Predicate<OutputFile> isWanted)
    {
        // What is made again from its neighbour is not worth a refusal: its reader sees to it.
        foreach (var (name, output) in (_manifest?.Outputs ?? new Dictionary<string, OutputFile>()).Where(
            file => !ArtifactNames.IsDerived(file.Key) && isWanted(file.Value)))
        {
            Check(Path.Combine(_folder, name), output);
        }
    }

    private void Check(string path, OutputFile output)
    {
        if (new FileInfo(path) is not { Exists: true } file)
        {
            throw new MissingPrerequisiteException($"{path} is missing. {Artifacts.Remedy(_artifact, _manifest)}");
        }

        if (file.Length != output.Bytes || !_workspace.HasContent(path, output))
        {
            throw new InvalidInputException(
                $"{path} is damaged: it is not what '{_manifest!.Stage}' wrote. {Artifacts.Remedy(_artifact, _manifest)}");
        }
    }
}
