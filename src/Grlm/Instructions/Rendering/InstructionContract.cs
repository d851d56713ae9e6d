using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>
/// What a model and whoever asks it must agree on: the term library, how conversations are rendered, tokenizer and chat template. It stands beside the
/// samples (<see cref="ArtifactNames.Rendering"/>) and goes with every model that is trained on them.
/// </summary>
internal sealed record InstructionContract
{
    /// <summary>The version that this library writes, and the newest that it reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Version of this document's form.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The term library (<see cref="TermLibrary.Version"/>), before TIDs are cut to <see cref="Terms"/>.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>How many terms of each TID are written and read.</summary>
    public required int Terms { get; init; }

    /// <summary>How conversations are rendered.</summary>
    public required RenderingSettings Rendering { get; init; }

    /// <summary>Tokenizer and chat template; null where the samples were made for no model in particular.</summary>
    public TokenizerIdentity? Tokenizer { get; init; }

    /// <summary>
    /// Tokens that training left of a behavior prompt at most, cut at its beginning, and that a prompt is therefore cut to; null where none was cut.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? PromptTokens { get; init; }

    /// <summary>Reads the contract of samples or of a model.</summary>
    /// <param name="folder">The folder that it stands in.</param>
    /// <exception cref="MissingPrerequisiteException">There is none.</exception>
    /// <exception cref="InvalidInputException">It can't be read, or a newer version wrote it.</exception>
    public static InstructionContract Read(string folder)
    {
        var path = Path.Combine(folder, ArtifactNames.Rendering);
        if (!File.Exists(path))
        {
            throw new MissingPrerequisiteException($"There is no {ArtifactNames.Rendering} in '{folder}'. Make the samples with 'grlm instruct', and put theirs beside the model.");
        }

        try
        {
            var contract = JsonSerializer.Deserialize<InstructionContract>(File.ReadAllBytes(path), WorkspaceJson.Options);
            return contract is { SchemaVersion: <= CurrentSchemaVersion }
                ? contract
                : throw new JsonException($"A newer version wrote it; this one reads up to {CurrentSchemaVersion}.");
        }
        catch (JsonException error)
        {
            throw new InvalidInputException($"{path}: it can't be read ({error.Message}) Make the samples again with 'grlm instruct'.", error);
        }
    }

    /// <summary>Writes the contract.</summary>
    /// <param name="folder">The folder that it is to stand in.</param>
    public void Write(string folder)
        => AtomicFile.WriteAllBytes(Path.Combine(folder, ArtifactNames.Rendering), JsonSerializer.SerializeToUtf8Bytes(this, WorkspaceJson.Options));

    /// <summary>The library that the model writes TIDs of: the workspace's, cut to the contract's number of terms.</summary>
    /// <exception cref="MissingPrerequisiteException">The workspace has another one.</exception>
    public TermLibrary LibraryOf(TermLibrary library)
        => library.Version == LibraryVersion ? library.Take(Terms) : throw new MissingPrerequisiteException(
            $"The samples were made of term library {LibraryVersion}, and the workspace has {library.Version}. Run 'grlm instruct' and the training again, or bring that library back.");

    /// <summary>Checks that a model's tokenizer and template are those of the samples; nothing to check where the samples were for no model in particular.</summary>
    /// <param name="model">Folder of the model.</param>
    /// <param name="identity">Its tokenizer and template.</param>
    /// <exception cref="InvalidInputException">They differ.</exception>
    public void CheckTokenizer(string model, TokenizerIdentity identity)
    {
        var differs = Tokenizer is null ? null
            : Tokenizer.Tokenizer != identity.Tokenizer ? "tokenizer"
            : Tokenizer.Template != identity.Template ? "chat template"
            : null;
        if (differs is not null)
        {
            throw new InvalidInputException(
                $"{model}: its {differs} is not the one that the samples were made for. Put the base model's files beside the weights, or make the samples for it with '--tokenizer'.");
        }
    }
}
