namespace Grlm;

/// <summary>
/// Names a folder that holds the artifacts of one catalogue, one folder a stage. Immutable, and safe for concurrent use. It owns the
/// recommenders that were opened from it: disposing it disposes of them. It holds nothing else; runs of its pipeline lock the folder
/// themselves, and none begins afterwards.
/// </summary>
/// <param name="Root">Path of the workspace.</param>
public sealed record GrlmWorkspace(string Root) : IDisposable
{
    private const long BytesWorthANotice = 256 << 20;

    private readonly OpenRecommenders _recommenders = new();

    /// <summary>Hash every file that is read again, whatever is remembered of it, and all others of the artifacts that are read.</summary>
    public bool Verify { get; init; }

    /// <summary>Told what a person should know and no caller has asked for: what was damaged and has been mended.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>
    /// Gets the workspace whose artifacts are read where this one has none of its own; null for a workspace that stands alone.
    /// </summary>
    internal GrlmWorkspace? Below { get; init; }

    /// <summary>
    /// Gets why nothing may be written, where that is known: stages that are up to date are skipped, and others refuse to run with it.
    /// </summary>
    internal MissingPrerequisiteException? NotWritable { get; init; }

    /// <summary>Gets what has been hashed.</summary>
    internal CheckedFiles Checked { get; init; } = CheckedFiles.Usual();

    /// <summary>Runs stages in the workspace.</summary>
    public WorkspacePipeline Pipeline => new(this);

    /// <summary>Opens a workspace; a new one is made by the first stage that runs in it.</summary>
    /// <param name="path">Its folder, relative to the current one or absolute.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static GrlmWorkspace Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new GrlmWorkspace(Path.GetFullPath(path));
    }

    /// <summary>
    /// Opens what recommends from the workspace as it is now; it lives as long as the workspace, or until it is disposed of itself.
    /// </summary>
    /// <param name="options">What ranks, and how; null for the best that the workspace has.</param>
    /// <param name="models">
    /// Loads the models; null for those of the managed engine, ranker and compact generator. Language models are loaded by the package
    /// Grlm.Torch.
    /// </param>
    /// <exception cref="MissingPrerequisiteException">Something is not there yet, or out of date; the message says what to run.</exception>
    /// <exception cref="InvalidInputException">Something is damaged.</exception>
    /// <exception cref="InvalidOptionsException">An option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">The workspace has been disposed of.</exception>
    public WorkspaceRecommender OpenRecommender(RecommenderOptions? options = null, IModelLoader? models = null)
    {
        ThrowIfDisposed();
        options ??= new RecommenderOptions();
        OptionsValidation.Validate(options);
        Artifacts.Recover(this);
        var engine = RecommendationEngine.Open(this, models ?? new CompactModelLoader(options.Threads), options.Source, options.Generation);
        var recommender = new WorkspaceRecommender(
            engine, options, () => this.Has(ArtifactNames.Ranker) ? NeighborTableFile.ByBehavior.Read(this, engine.Dataset.Catalog) : null)
        {
            Among = _recommenders,
        };
        _recommenders.Add(recommender);
        return recommender;
    }

    /// <summary>Disposes of the recommenders that were opened from it; each answers the calls that go on first.</summary>
    public void Dispose() => _recommenders.Close();

    /// <summary>
    /// Returns the folder of an artifact, to write to or to name; its files are read by <see cref="WorkspaceFiles.FilesOf"/>.
    /// </summary>
    /// <param name="artifact">Folder name of the artifact: <c>dataset</c>.</param>
    public string PathOf(string artifact)
        => Below is not null && !File.Exists(Path.Combine(OwnPathOf(artifact), ArtifactNames.Manifest))
            ? Below.PathOf(artifact) : OwnPathOf(artifact);

    /// <inheritdoc/>
    public bool Equals(GrlmWorkspace? other)
        => other is not null && Root == other.Root && Below == other.Below;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Root, Below);

    /// <summary>Throws where the workspace has been disposed of.</summary>
    /// <exception cref="ObjectDisposedException">It has.</exception>
    internal void ThrowIfDisposed() => _recommenders.ThrowIfClosed();

    /// <summary>Returns the folder of an artifact in this very workspace, whether it is there or not.</summary>
    internal string OwnPathOf(string artifact) => Path.Combine(Root, artifact);

    /// <summary>Tells whether a file's content is what the manifest says.</summary>
    internal bool HasContent(string path, OutputFile output) => Checked.Has(
        path,
        output.Sha256,
        Verify,
        output.Bytes < BytesWorthANotice || Notice is null ? null : () => Notice($"Checking {path} ({output.Bytes >> 20:N0} MB) …"));
}
