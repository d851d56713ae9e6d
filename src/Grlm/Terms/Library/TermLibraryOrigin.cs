using System.Text.Json;

namespace Grlm;

/// <summary>
/// Tells what a term library came from, as far as its manifest tells: one that was extracted is made again for nothing, one that was
/// imported, kept or made by a model is not, so nothing replaces it unless it is asked to.
/// </summary>
internal static class TermLibraryOrigin
{
    /// <summary>Refuses a run that would put extracted term IDs in the place of others without having been asked to.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="options">Options of the run.</param>
    /// <exception cref="MissingPrerequisiteException">The library was not extracted, and the options name neither term IDs nor a
    /// model.</exception>
    public static void CheckReplacement(GrlmWorkspace workspace, TermsOptions options)
    {
        if (options is { TermIds: null, Keep: null, Provider: TermProviders.Extract }
            && Manifest.TryRead(workspace.PathOf(ArtifactNames.Terms), ArtifactNames.Terms) is { } manifest
            && DescriptionOf(manifest) is { } origin)
        {
            throw new MissingPrerequisiteException(
                $"The term library of '{workspace.Root}' {origin}, and this run would extract all term IDs anew. " +
                    $"To keep them: {WaysToKeep(manifest, workspace)}. " +
                    $"To replace them: run stage 'terms' from the beginning.");
        }
    }

    /// <summary>Returns how to bring a library up to date, or to make a damaged one again: a whole sentence.</summary>
    /// <param name="manifest">Its manifest; null where that is damaged.</param>
    /// <param name="workspace">The workspace, whose table is sound; null where it is not.</param>
    public static string Remedy(Manifest? manifest, GrlmWorkspace? workspace)
    {
        return manifest is null || DescriptionOf(manifest) is not { } origin
            ? "Run stage 'terms' again."
            : $"The term IDs {origin[(origin.IndexOf(' ', StringComparison.Ordinal) + 1)..]}: {WaysToKeep(manifest, workspace)}.";
    }

    /// <summary>
    /// Returns where its term IDs come from: <c>was imported from 'ids.json'</c>; null where extraction makes the same again.
    /// </summary>
    private static string? DescriptionOf(Manifest manifest)
        => OptionsOf(manifest) switch
        {
            { TermIds: { } files } => $"was imported from '{files}'",
            { Keep: not null } => "was kept from an earlier one",
            { Provider: not TermProviders.Extract } options
                => $"was made by the model '{options.Model}' ({options.Provider})",
            _ => null,
        };

    private static string WaysToKeep(Manifest manifest, GrlmWorkspace? workspace)
    {
        string?[] ways =
        [
            OptionsOf(manifest) switch
            {
                { TermIds: { Count: > 0 } files }
                    => $"run stage 'terms' {string.Join(' ', files.Select(file => $"with option 'termIds' '{file}'"))} again",
                { Keep: null } => $"run stage 'terms' again with the options that made them, which stand in terms/{ArtifactNames.Manifest}",
                _ => workspace is null ? $"bring the folder '{ArtifactNames.Terms}' back from a copy" : null,
            },
            workspace is null ? null
                : $"run stage 'terms' with option 'keep' '{workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIds)}', which makes " +
                    $"those of new items only",
        ];
        return string.Join(", or ", ways.OfType<string>());
    }

    private static TermsOptions? OptionsOf(Manifest manifest)
    {
        try
        {
            return manifest.Options.Deserialize<TermsOptions>(WorkspaceJson.Options);
        }
        catch (JsonException)
        {
            return null; // of another version
        }
    }
}
