using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>
/// Says what an artifact was made of, by what, and what came out: <c>manifest.json</c> in its folder. It is written last, so that an
/// artifact with a manifest is a finished one.
/// </summary>
public sealed record Manifest
{
    /// <summary>Holds the schema that this version of the library writes, and the newest that it reads.</summary>
    public const int CurrentSchemaVersion = 2;

    private const int FirstWithChecksum = 2;

    /// <summary>Gets the version of this document's form.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>Gets the name of the stage: <c>rank</c>.</summary>
    public required string Stage { get; init; }

    /// <summary>Gets the version of the library that ran it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>Hash of stage, options and inputs: equal where a run would repeat this one.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Gets all options of the run.</summary>
    public required JsonElement Options { get; init; }

    /// <summary>Gets the seed of the run; null for a stage without one.</summary>
    public int? Seed { get; init; }

    /// <summary>
    /// Gets the SHA-256 of what was read: artifacts by folder name (<see cref="ContentHash"/> of each), other files by full path.
    /// </summary>
    public required IReadOnlyDictionary<string, string> Inputs { get; init; }

    /// <summary>Gets the files of the artifact by path below its folder, with <c>/</c> between the parts.</summary>
    public required IReadOnlyDictionary<string, OutputFile> Outputs { get; init; }

    /// <summary>Gets the stage's result record.</summary>
    public required JsonElement Result { get; init; }

    /// <summary>Gets when the run began, in universal time.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Gets the seconds that the run took; of a resumed one, those since it was resumed.</summary>
    public required double Seconds { get; init; }

    /// <summary>
    /// Hash of everything else in the document, whatever its layout: a damaged manifest is not believed. Null before it is written.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Checksum { get; init; }

    /// <summary>
    /// Hashes the names and contents of the outputs: equal for artifacts that are equal to the byte. What only tells of the run, its
    /// seconds and losses, doesn't count.
    /// </summary>
    public string ContentHash()
        => Hashing.OfText(string.Concat(Outputs
            .Where(output => !output.Value.IsRecord)
            .OrderBy(output => output.Key, StringComparer.Ordinal)
            .Select(output => $"{output.Key}\n{output.Value.Sha256}\n")));

    /// <summary>Reads the manifest of an artifact.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no such artifact yet; the message names the command that makes
    /// it.</exception>
    /// <exception cref="InvalidInputException">The manifest can't be read, or a newer version wrote it.</exception>
    public static Manifest Read(GrlmWorkspace workspace, string artifact)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        return TryRead(workspace.PathOf(artifact), artifact) ?? throw new MissingPrerequisiteException(
            $"There is no '{artifact}' in the workspace '{workspace.Root}' yet. Run stage '{ArtifactNames.StageOf(artifact)}' first.");
    }

    /// <summary>Reads the manifest in a folder; null where there is none.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="artifact">Name of the artifact, for messages.</param>
    /// <exception cref="InvalidInputException">The manifest can't be read, or a newer version wrote it.</exception>
    public static Manifest? TryRead(string directory, string artifact)
    {
        var path = Path.Combine(directory, ArtifactNames.Manifest);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var version = document.RootElement.GetProperty("schemaVersion").GetInt32();
            if (version > CurrentSchemaVersion)
            {
                throw new InvalidInputException(
                    $"{path}: written by a newer version of the library (schema {version}; this one reads up to {CurrentSchemaVersion}). " +
                    $"Use the newer version, or {Again(directory, artifact)}");
            }

            var manifest = document.Deserialize(ManifestJsonContext.Readable.Manifest) ?? throw new JsonException("The document is null.");
            return manifest is { Checksum: null, SchemaVersion: > 0 and < FirstWithChecksum }
                || manifest.Checksum == ChecksumOf(document.RootElement)
                ? manifest
                : throw new JsonException("Its checksum is not that of its content.");
        }
        catch (Exception error)
            when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidInputException(
                $"{path}: not a manifest that can be read ({error.Message}) To mend it, {Again(directory, artifact)}",
                error);
        }
    }

    /// <summary>Tells whether a folder has a manifest that can be read.</summary>
    internal static bool IsReadable(string directory)
    {
        try
        {
            return TryRead(directory, directory) is not null;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    /// <summary>
    /// Tells whether all outputs are in a folder, each of its recorded size; those aside that are made again where they are not.
    /// </summary>
    internal bool OutputsAreIn(string directory) => Outputs.All(output => ArtifactNames.IsDerived(output.Key) || IsIn(directory, output));

    /// <summary>Tells whether all outputs are in a folder, each with its recorded content.</summary>
    internal bool OutputsAreSound(string directory, CheckedFiles files, bool again)
        => Outputs.All(output => IsIn(directory, output))
            && Outputs.All(output => files.Has(Path.Combine(directory, output.Key), output.Value.Sha256, again));

    /// <summary>
    /// Tells whether a run came to what the last one had come to: the same options, the same inputs but for the artifact itself, and the
    /// same files but for the report, which tells of the run.
    /// </summary>
    /// <param name="last">The last run's.</param>
    /// <param name="directory">Where its artifact is.</param>
    internal bool Repeats(Manifest last, string directory)
    {
        return Stage == last.Stage && JsonElement.DeepEquals(Options, last.Options)
            && OthersOf(Inputs).SetEquals(OthersOf(last.Inputs)) && FilesOf(Outputs).SetEquals(FilesOf(last.Outputs));

        HashSet<(string, string)> OthersOf(IReadOnlyDictionary<string, string> inputs)
            => [.. inputs.Where(input => !input.Key.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                .Select(input => (input.Key, input.Value))];

        static HashSet<(string, string)> FilesOf(IReadOnlyDictionary<string, OutputFile> outputs)
            => [.. outputs.Where(output => output.Key != ArtifactNames.Report).Select(output => (output.Key, output.Value.Sha256))];
    }

    /// <summary>Writes the manifest into a folder, whole or not at all.</summary>
    internal void Write(string directory)
    {
        var checksum = ChecksumOf(JsonSerializer.SerializeToElement(this with { Checksum = null }, ManifestJsonContext.Readable.Manifest));
        AtomicFile.WriteAllBytes(
            Path.Combine(directory, ArtifactNames.Manifest),
            JsonSerializer.SerializeToUtf8Bytes(this with { Checksum = checksum }, ManifestJsonContext.Readable.Manifest));
    }

    // The files themselves may well be sound: term IDs stay.
    private static string Again(string directory, string artifact)
        => $"run stage '{ArtifactNames.StageOf(artifact)}' from the beginning" +
            (artifact == ArtifactNames.Terms ? $" with option 'keep' '{Path.Combine(directory, ArtifactNames.TermIds)}'." : ".");

    private static bool IsIn(string directory, KeyValuePair<string, OutputFile> output)
        => new FileInfo(Path.Combine(directory, output.Key)) is { Exists: true } file && file.Length == output.Value.Bytes;

    private static string ChecksumOf(JsonElement document)
    {
        var members = JsonObject.Create(document)!;
        members.Remove("checksum");
        return Hashing.OfText(WorkspaceJson.Sorted(members)!.ToJsonString());
    }
}

/// <summary>Describes how manifests are read and written, with generated code.</summary>
[JsonSerializable(typeof(Manifest))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext
{
    /// <summary>Gets the context to use: an attribute can't name the encoder that leaves letters as they are.</summary>
    public static ManifestJsonContext Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
