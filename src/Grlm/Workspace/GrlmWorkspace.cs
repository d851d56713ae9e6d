using System.Collections.Immutable;

namespace Grlm;

/// <summary>A folder that holds the artifacts of one catalogue, one folder a stage. Immutable.</summary>
/// <param name="Root">Path of the workspace.</param>
public sealed record GrlmWorkspace(string Root)
{
    private ImmutableDictionary<string, string> Redirected { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Opens a workspace; a new one is made by the first stage that runs in it.</summary>
    /// <param name="path">Its folder, relative to the current one or absolute.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static GrlmWorkspace Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new GrlmWorkspace(Path.GetFullPath(path));
    }

    /// <summary>Opens what recommends from the workspace as it is now.</summary>
    /// <param name="options">What ranks, and how; null for the best that the workspace has.</param>
    /// <param name="models">
    /// Loads the models; null for those of the managed engine, ranker and compact generator. Language models are loaded by the package Grlm.Torch.
    /// </param>
    /// <exception cref="MissingPrerequisiteException">Something is not there yet, or out of date; the message says what to run.</exception>
    /// <exception cref="InvalidInputException">Something is damaged.</exception>
    /// <exception cref="InvalidOptionsException">An option is out of range.</exception>
    public WorkspaceRecommender OpenRecommender(RecommenderOptions? options = null, IModelLoader? models = null)
    {
        options ??= new RecommenderOptions();
        OptionsValidation.Validate(options);
        Artifacts.Recover(this);
        return new WorkspaceRecommender(
            RecommendationEngine.Open(this, models ?? new CompactModelLoader(options.Threads), options.Source, options.Generation), options);
    }

    /// <summary>The folder of an artifact.</summary>
    /// <param name="artifact">Folder name of the artifact: <c>dataset</c>.</param>
    public string PathOf(string artifact) => Redirected.GetValueOrDefault(artifact) ?? Path.Combine(Root, artifact);

    /// <summary>The path of a file or folder of an artifact.</summary>
    /// <param name="artifact">Folder name of the artifact: <c>dataset</c>.</param>
    /// <param name="name">File name inside it.</param>
    public string PathOf(string artifact, string name) => Path.Combine(PathOf(artifact), name);

    /// <summary>
    /// The same workspace with one artifact read from another folder: a dataset that is not yet in place can be tried before it replaces the last one.
    /// </summary>
    /// <param name="artifact">Folder name of the artifact: <c>dataset</c>.</param>
    /// <param name="directory">Where it is read from instead.</param>
    public GrlmWorkspace WithArtifactAt(string artifact, string directory) => this with { Redirected = Redirected.SetItem(artifact, directory) };
}
