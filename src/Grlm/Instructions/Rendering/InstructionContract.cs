using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grlm.Internal;

/// <summary>
/// Holds what a model and whoever asks it must agree on: the term library, how conversations are rendered, tokenizer and chat template. It
/// stands beside the samples (<see cref="ArtifactNames.Rendering"/>) and goes with every model that is trained on them.
/// </summary>
public sealed record InstructionContract
{
    /// <summary>Holds the version that this library writes, and the newest that it reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Gets the version of this document's form.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Gets the term library (<see cref="TermLibrary.Version"/>), before TIDs are cut to <see cref="Terms"/>.</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>Gets how many terms of each TID are written and read.</summary>
    public required int Terms { get; init; }

    /// <summary>Gets how conversations are rendered.</summary>
    public required RenderingSettings Rendering { get; init; }

    /// <summary>Tokenizer and chat template; null where the samples were made for no model in particular.</summary>
    public TokenizerIdentity? Tokenizer { get; init; }

    /// <summary>
    /// Tokens that training left of a behavior prompt at most, cut at its beginning, and that a prompt is therefore cut to; null where none
    /// was cut.
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
            throw new MissingPrerequisiteException(
                $"There is no {ArtifactNames.Rendering} in '{folder}'. " +
                    $"Make the samples by stage 'instruct', and put theirs beside the model.");
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
            throw new InvalidInputException(
                $"{path}: it can't be read ({error.Message}) Run stage 'instruct' again.", error);
        }
    }

    /// <summary>Writes the contract.</summary>
    /// <param name="folder">The folder that it is to stand in.</param>
    public void Write(string folder)
        => AtomicFile.WriteAllBytes(Path.Combine(folder, ArtifactNames.Rendering),
            JsonSerializer.SerializeToUtf8Bytes(this, WorkspaceJson.Options));

    /// <summary>Returns the library that the model writes TIDs of: the workspace's, cut to the contract's number of terms.</summary>
    /// <exception cref="MissingPrerequisiteException">The workspace has another one.</exception>
    public TermLibrary LibraryOf(TermLibrary library)
        => library.Version == LibraryVersion ? library.Take(Terms) : throw new MissingPrerequisiteException(
            $"The samples were made of term library {LibraryVersion}, and the workspace has {library.Version}. " +
                $"Run stage 'instruct' and the training again, or bring that library back.");

    /// <summary>
    /// Checks that a model's tokenizer and template are those of the samples; nothing to check where the samples were for no model in
    /// particular.
    /// </summary>
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
                $"{model}: its {differs} is not the one that the samples were made for. " +
                    $"Put the base model's files beside the weights, or make the samples for it (option 'tokenizer').");
        }
    }
}

/// <summary>
/// Describes how items and histories become conversations. A model is trained on conversations of one rendering and must be asked in the
/// same: the settings go with it.
/// </summary>
public sealed record RenderingSettings
{
    /// <summary>Gets the number of interactions that a history shows at most; the oldest are cut.</summary>
    public int MaximumHistory { get; init; } = 20;

    /// <summary>Tells whether items are shown with their titles, or by their TIDs alone.</summary>
    public bool Titles { get; init; } = true;

    /// <summary>
    /// Gets whether a history stands in the model's own turn, a line of terms an item, and goes on there: what is written next is the next
    /// item. One sample then asks for every item of a history, which is read once.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Continued { get; init; }

    /// <summary>Tokens of a sample at most, what the model writes among them; null for as many as it takes.</summary>
    public int? MaximumTokens { get; init; }

    /// <summary>Tokens kept free for each TID that the model is to write: those of the longest.</summary>
    public int TermIdTokens { get; init; }

    /// <summary>
    /// Template of behavior prediction: <c>{{history}}</c>, and perhaps <c>{{domain}}</c>, <c>{{titles}}</c>, <c>{{terms}}</c>; where
    /// histories are <see cref="Continued"/>, perhaps <c>{{terms}}</c> alone.
    /// </summary>
    public string BehaviorPrompt { get; init; } = PromptTemplate.TextOf(path: null, InstructionPrompts.Behavior);

    /// <summary>Template of term internalization: <c>{{item}}</c>, and perhaps <c>{{terms}}</c>.</summary>
    public string InternalizationPrompt { get; init; } = PromptTemplate.TextOf(path: null, InstructionPrompts.Internalization);

    /// <summary>Template of the collaborative task: <c>{{item}}</c>, and perhaps <c>{{count}}</c>, <c>{{terms}}</c>.</summary>
    public string CollaborativePrompt { get; init; } = PromptTemplate.TextOf(path: null, InstructionPrompts.Collaborative);

    /// <summary>
    /// Returns a TID as the model says it: in brackets, or where histories are <see cref="Continued"/> a line of its terms, the break
    /// included.
    /// </summary>
    public string TextOf(TermId termId) => Continued ? termId.ToLine() : termId.ToString();

    /// <summary>Tokens of the longest TID of a library, the mark that ends a turn among them.</summary>
    public static int LongestOf(TermLibrary library, ITokenCounter counter)
        => Enumerable.Range(0, library.ItemCount).AsParallel().Select(library.TermIdOf).OfType<TermId>()
            .Max(termId => counter.CountCompletion(termId.ToString()));
}
