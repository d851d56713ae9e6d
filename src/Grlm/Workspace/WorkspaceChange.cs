using System.Text.Json;

namespace Grlm.Internal;

/// <summary>
/// Several stages whose artifacts take the place of the last ones together: no moment, however it ends, leaves a mix. The stages run in a
/// workspace inside the workspace, which reads what it has not made from the one around it. When all are done a journal is written, whole
/// or not at all; from then on the exchange is finished by whoever comes next, and before it nothing has changed.
/// </summary>
public static class WorkspaceChange
{
    private const string Folder = ".change.partial", Journal = ".change.json";

    /// <summary>Runs stages and puts what they made in place.</summary>
    /// <typeparam name="T">What they come to.</typeparam>
    /// <param name="workspace">The workspace; made if it isn't there.</param>
    /// <param name="stages">
    /// Runs them in the workspace that it is given. What an interrupted change has made is there again; it is kept unless the input is at
    /// fault.
    /// </param>
    /// <exception cref="MissingPrerequisiteException">Another process is writing to the workspace, or it can't be written to.</exception>
    public static async Task<T> RunAsync<T>(GrlmWorkspace workspace, Func<GrlmWorkspace, Task<T>> stages)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(stages);
        var workspaceIsNew = !Directory.Exists(workspace.Root);
        try
        {
            using var held = WorkspaceLock.Acquire(workspace, out var fault);
            if (held is null)
            {
                return await stages(workspace with { NotWritable = fault }); // All may be up to date.
            }

            Artifacts.RecoverAll(workspace);
            var result = await stages(workspace with { Root = FolderOf(workspace), Below = workspace });
            foreach (var step in Steps(workspace))
            {
                step();
            }

            return result;
        }
        catch (GrlmException error) when (error is InvalidInputException { KeepsWork: false } or InvalidOptionsException)
        {
            Delete(FolderOf(workspace));
            RemoveIfUnused(workspace, workspaceIsNew);
            throw;
        }
        catch when (workspaceIsNew)
        {
            RemoveIfUnused(workspace, workspaceIsNew);
            throw;
        }
    }

    /// <summary>Tells whether an exchange has begun and is not over.</summary>
    internal static bool IsUnderWay(GrlmWorkspace workspace) => File.Exists(JournalOf(workspace));

    /// <summary>Says that what doesn't fit together is being exchanged, where it is.</summary>
    /// <exception cref="MissingPrerequisiteException">It is.</exception>
    internal static void ThrowIfUnderWay(GrlmWorkspace workspace)
    {
        if (IsUnderWay(workspace.Below ?? workspace))
        {
            throw new MissingPrerequisiteException(
                $"New artifacts are being put in place in the workspace '{workspace.Root}'. " +
                    $"Run the command again in a moment, with the right to write there.");
        }
    }

    /// <summary>Finishes an exchange that was cut short. The caller holds the workspace's lock.</summary>
    internal static void Finish(GrlmWorkspace workspace)
    {
        if (IsUnderWay(workspace))
        {
            foreach (var step in StepsAfterJournal(workspace))
            {
                step();
            }
        }
    }

    /// <summary>Returns the steps of the exchange, one by one, so that a test can stop after any of them.</summary>
    internal static IEnumerable<Action> Steps(GrlmWorkspace workspace)
    {
        if (Made(workspace) is not { Length: > 0 } made)
        {
            yield return () => Delete(FolderOf(workspace));
            yield break;
        }

        yield return () => AtomicFile.WriteAllText(JournalOf(workspace), JsonSerializer.Serialize(made, WorkspaceJson.Options));
        foreach (var step in StepsAfterJournal(workspace))
        {
            yield return step;
        }
    }

    private static IEnumerable<Action> StepsAfterJournal(GrlmWorkspace workspace)
    {
        // Enumerated as the steps are taken: what is made and what is in place is looked up between them.
        foreach (var artifact in ReadJournal(workspace))
        {
            var (made, last) = (Path.Combine(FolderOf(workspace), artifact), new ArtifactFolder(workspace.OwnPathOf(artifact), artifact));
            if (Directory.Exists(made))
            {
                if (Directory.Exists(last.Final))
                {
                    yield return () => Delete(last.Replaced);
                    yield return () => Directory.Move(last.Final, last.Replaced);
                }

                yield return () => Directory.Move(made, last.Final);
            }

            yield return () => Delete(last.Replaced);
        }

        yield return () => Delete(FolderOf(workspace));
        yield return () => File.Delete(JournalOf(workspace));
    }

    /// <summary>Names the artifacts to put in place: those that were made, and came out otherwise than the last ones.</summary>
    private static string[] Made(GrlmWorkspace workspace)
        => !Directory.Exists(FolderOf(workspace)) ? [] : [.. Directory.EnumerateDirectories(FolderOf(workspace))
            .Where(folder => File.Exists(Path.Combine(folder, ArtifactNames.Manifest)))
            .Select(folder => Path.GetFileName(folder))
            .Where(IsArtifact)
            .Where(artifact => !new ArtifactFolder(Path.Combine(FolderOf(workspace), artifact), artifact)
                .Repeats(new ArtifactFolder(workspace.OwnPathOf(artifact), artifact)))
            .Order(StringComparer.Ordinal)];

    private static string[] ReadJournal(GrlmWorkspace workspace)
    {
        var path = JournalOf(workspace);
        try
        {
            if (JsonSerializer.Deserialize<string[]>(File.ReadAllBytes(path), WorkspaceJson.Options) is { } names && names.All(IsArtifact))
                return names;
            throw new JsonException("It is no list of artifacts.");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException(
                $"{path}: the file is damaged ({error.Message}) Delete it, and run the command that was cut short again.", error);
        }
    }

    // Folders are moved and deleted by these names, and a workspace may come from anybody: a name that leads out of it is none.
    private static bool IsArtifact(string? name)
        => name is { Length: > 0 } && name == Path.GetFileName(name) && !name.Contains('.', StringComparison.Ordinal);

    private static string FolderOf(GrlmWorkspace workspace) => Path.Combine(workspace.Root, Folder);

    private static string JournalOf(GrlmWorkspace workspace) => Path.Combine(workspace.Root, Journal);

    private static void RemoveIfUnused(GrlmWorkspace workspace, bool isNew)
    {
        if (isNew)
        {
            StageRunner.RemoveIfUnused(workspace);
        }
    }

    private static void Delete(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
