using System.Text.RegularExpressions;

namespace Grlm.Internal;

/// <summary>
/// Lists what recommending needs of a workspace, and nothing else of it: the artifacts and their files, each with its SHA-256. It is what a
/// version of the model consists of wherever it is sent. Immutable.
/// </summary>
public sealed partial record ModelContents
{
    /// <summary>Holds the form of this list, and the only one that is read.</summary>
    public const int CurrentFormat = 1;

    private const int DigitsOfName = 12;

    /// <summary>Gets the form of this list.</summary>
    public int Format { get; init; }

    /// <summary>Gets the version of the library that listed it.</summary>
    public string? Library { get; init; }

    /// <summary>Gets the schema of the artifacts' manifests.</summary>
    public int Schema { get; init; }

    /// <summary>Gets what ranks.</summary>
    public RecommendationSource Source { get; init; }

    /// <summary>Gets the content hash of each artifact by its name: <c>dataset</c>, <c>terms</c>.</summary>
    public IReadOnlyDictionary<string, string>? Artifacts { get; init; }

    /// <summary>Gets the files by path below the workspace, with <c>/</c> between the parts.</summary>
    public IReadOnlyDictionary<string, ModelFile>? Files { get; init; }

    /// <summary>
    /// Hashes what ranks and the contents of the artifacts: the same training has the same hash, whenever it ran and wherever it lies.
    /// </summary>
    public string Hash()
        => Hashing.OfText(string.Concat(
            Artifacts!.OrderBy(artifact => artifact.Key, StringComparer.Ordinal).Select(artifact => $"{artifact.Key}\n{artifact.Value}\n")
                .Prepend($"{Source}\n")));

    /// <summary>Returns the name that a version with this content has where nobody gives it one: <c>fused-3fa92bc01d77</c>.</summary>
    public string UsualName() => $"{Source.ToString().ToLowerInvariant()}-{Hash()[..DigitsOfName]}";

    /// <summary>Lists what recommending from a workspace takes.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="source">What is to rank; null for the best that the workspace has.</param>
    /// <exception cref="MissingPrerequisiteException">Something on the way to the models is missing, or has been made again
    /// since.</exception>
    /// <exception cref="InvalidInputException">Something is damaged.</exception>
    public static ModelContents Of(GrlmWorkspace workspace, RecommendationSource? source)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var ranksBy = source ?? RecommendationSources.Best(workspace);
        Internal.Artifacts.VersionOf(workspace, ranksBy.Artifact());
        var artifacts = ArtifactsOf(ranksBy).ToDictionary(name => name, name => Manifest.Read(workspace, name), StringComparer.Ordinal);
        return new ModelContents
        {
            Format = CurrentFormat,
            Library = StageRunner.ToolVersion,
            Schema = artifacts.Values.Min(manifest => manifest.SchemaVersion),
            Source = ranksBy,
            Artifacts = artifacts.ToDictionary(artifact => artifact.Key, artifact => artifact.Value.ContentHash(), StringComparer.Ordinal),
            Files = artifacts.SelectMany(artifact => FilesOf(workspace, artifact.Key, artifact.Value))
                .ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal),
        };
    }

    /// <summary>
    /// Checks that the list is one that this version of the library can recommend from. Whether the files are what it says, loading shows.
    /// </summary>
    /// <exception cref="InvalidInputException">It is of another version, incomplete, or names what is no file of a workspace.</exception>
    public void Check()
    {
        if (Format != CurrentFormat || Schema > Manifest.CurrentSchemaVersion
            || LibraryVersion(Library) > LibraryVersion(StageRunner.ToolVersion))
        {
            throw new InvalidInputException(
                $"The model was published by version {Named(Library)} of grlm, which is newer than the server's " +
                    $"({StageRunner.ToolVersion}). Update the server first.");
        }

        if (Schema < Manifest.CurrentSchemaVersion || LibraryVersion(Library) < LibraryVersion(StageRunner.ToolVersion))
        {
            throw new InvalidInputException(
                $"The model was made by an older version of grlm ({Named(Library)}, schema {Schema}) than the server's " +
                    $"({StageRunner.ToolVersion}, schema {Manifest.CurrentSchemaVersion}). Train and publish it with that one.");
        }

        if (Artifacts is null || Files is null || !Enum.IsDefined(Source)
            || !ArtifactsOf(Source).Order(StringComparer.Ordinal).SequenceEqual(Artifacts.Keys.Order(StringComparer.Ordinal))
            || !Artifacts.Keys.All(artifact => Files.ContainsKey($"{artifact}/{ArtifactNames.Manifest}"))
            || !Artifacts.Values.All(IsHash) || Files.Any(file => !IsFile(file.Key, file.Value)))
        {
            throw new InvalidInputException(
                $"The list of the model's files is not what publishing sends: for the source '{Source}' it names the artifacts " +
                    $"{string.Join(", ", ArtifactsOf(Source))} with their files. Publish the workspace again.");
        }
    }

    /// <summary>Loads the models from a folder that holds the files, each checked against its hash.</summary>
    /// <param name="workspace">The folder.</param>
    /// <param name="loader">Loads the models.</param>
    /// <exception cref="GrlmException">A file is missing or damaged, or the artifacts do not belong together.</exception>
    public RecommendationEngine Open(GrlmWorkspace workspace, IModelLoader loader)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        foreach (var (artifact, hash) in Artifacts!)
        {
            var manifest = Manifest.Read(workspace, artifact);
            var inputs = manifest.Inputs.Where(input => Artifacts.TryGetValue(input.Key, out var version) && version != input.Value);
            if (manifest.ContentHash() != hash || inputs.Any())
            {
                throw new InvalidInputException(
                    $"'{artifact}' of the model is not what the list of its files says, or was made from other artifacts. " +
                        "Publish the workspace again.");
            }
        }

        return RecommendationEngine.Load(workspace, DatasetReader.Read(workspace), loader, Source, GenerationMode.Constrained);
    }

    private static string[] ArtifactsOf(RecommendationSource source)
    {
        string[] artifacts = [ArtifactNames.Dataset, ArtifactNames.Terms, ArtifactNames.Ranker, ArtifactNames.Model];
        return artifacts[..(Array.IndexOf(artifacts, source.Artifact()) + 1)];
    }

    private static IEnumerable<KeyValuePair<string, ModelFile>> FilesOf(GrlmWorkspace workspace, string artifact, Manifest manifest)
    {
        var files = workspace.FilesOf(artifact);
        foreach (var (name, output) in manifest.Outputs.Where(output => !output.Value.IsRecord))
        {
            // What is made from its neighbour is made again where it comes damaged, or not at all.
            if (!ArtifactNames.IsDerived(name) || files.IsSound(name))
                yield return KeyValuePair.Create($"{artifact}/{name}", new ModelFile { Sha256 = output.Sha256, Bytes = output.Bytes });
        }

        var path = workspace.PathOf(artifact, ArtifactNames.Manifest);
        yield return KeyValuePair.Create(
            $"{artifact}/{ArtifactNames.Manifest}",
            new ModelFile { Sha256 = Hashing.OfFile(path), Bytes = new FileInfo(path).Length });
    }

    private bool IsFile(string path, ModelFile? file)
        => file is { Sha256: { } hash, Bytes: >= 0 } && IsHash(hash) && PlainPath().IsMatch(path) && path.Length <= 200
            && Artifacts!.ContainsKey(path.Split('/')[0]) && !path.Split('/').Any(part => part.StartsWith('.'));

    /// <summary>Tells whether a text is a SHA-256, in lower-case hexadecimal.</summary>
    public static bool IsHash(string? text) => text is not null && HexadecimalHash().IsMatch(text);

    private static string Named(string? library) => library is null ? "unknown" : library.Split('+')[0];

    /// <summary>Returns the part of a version that says what fits together: the number before the second point.</summary>
    private static Version LibraryVersion(string? library)
        => Version.TryParse(library?.Split('+', '-')[0], out var version) ? new Version(version.Major, version.Minor) : new Version(0, 0);

    [GeneratedRegex("^[a-z]+(?:/[A-Za-z0-9._-]+)+$", RegexOptions.NonBacktracking)]
    private static partial Regex PlainPath();

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.NonBacktracking)]
    private static partial Regex HexadecimalHash();
}

/// <summary>Describes a file of a version of the model.</summary>
public sealed record ModelFile
{
    /// <summary>Gets the SHA-256 of its content, lower-case hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Gets its size.</summary>
    public long Bytes { get; init; }
}
