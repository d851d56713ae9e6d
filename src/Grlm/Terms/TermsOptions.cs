using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Options of the terms stage.</summary>
public sealed record TermsOptions
{
    /// <summary>
    /// Gets the existing term IDs to take over, JSON (item id to list of terms) or a <c>term-ids.parquet</c>; null to make new ones.
    /// </summary>
    [Option("Existing term IDs: JSON (item to terms) or term-ids.parquet.", Value = "FILE", IsPath = true)]
    [NotInFingerprint]
    public FileList? TermIds { get; init; }

    /// <summary>
    /// Gets the term IDs to keep to the letter while new ones are made for the items that it lacks, in the same forms; null to make all
    /// anew. Items of it that the catalogue lacks are left out.
    /// </summary>
    [Option("Term IDs to keep while new ones are made for the other items.", Value = "FILE", IsPath = true)]
    [NotInFingerprint]
    public string? Keep { get; init; }

    /// <summary>Gets the ids of items that get no TID: nothing that is generated leads to them.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>
    /// Gets the number of terms of a TID; null for as many as the TIDs that are taken over or kept have, and
    /// <see cref="TermId.DefaultLength"/> where there are none. A provider always finds a number.
    /// </summary>
    [Option("Terms of a term ID, 2 to 16; 5 if not said, or as many as those that are there have.")]
    [Range(TermId.MinimumLength, TermId.MaximumLength)]
    public int? Length { get; init; }

    /// <summary>Drop and count bad term IDs instead of refusing the file. An item left without one is out of the library's reach.</summary>
    [Option("Drop and count bad term IDs instead of refusing the file.")]
    public bool Lenient { get; init; }

    /// <summary>Gets what makes new terms.</summary>
    [Option("What makes terms where none exist.", Value = "extract|torch|openai|ollama")]
    public string Provider { get; init => field = value?.ToLowerInvariant() ?? TermProviders.Extract; } = TermProviders.Extract;

    /// <summary>Make terms of each item alone, without its neighbours: an ablation.</summary>
    [Option("Make terms of each item alone, without its neighbours.")]
    public bool NoContext { get; init; }

    /// <summary>Rounds in which the provider is asked to tell colliding items apart, before a word of their own metadata does.</summary>
    [Option("Rounds in which the provider tells colliding items apart.")]
    [Range(0, 10)]
    public int CollisionRounds { get; init; } = 2;

    /// <summary>Merge terms that are used alike into one.</summary>
    [Option("Merge terms that are spelt and used alike.")]
    public bool Standardize { get; init; }

    /// <summary>Gets the cosine of two terms' contexts from which on standardisation merges them.</summary>
    [Option("Likeness from which on two terms are merged.")]
    [Range(0.5, 1.0)]
    public double MergeSimilarity { get; init; } = 0.8;

    /// <summary>Keep this many terms, and put the most alike of them in the place of every other; 0 keeps all.</summary>
    [Option("Keep the N most frequent terms in place of all others; 0 keeps all.")]
    [Range(0, 100_000_000)]
    public int CoreVocabulary { get; init; }

    /// <summary>
    /// Gets the language model: its name on the server; for <c>torch</c> a folder, a file, or a model of a hub that
    /// has been pulled.
    /// </summary>
    [Option("The language model: its name on the server, or a folder, file or pulled model for torch.", Value = "MODEL")]
    public string? Model { get; init; }

    /// <summary>
    /// Gets the base address of the server: <c>http://localhost:8000/v1</c>; null for the provider's usual one. No password and no key may
    /// be in it.
    /// </summary>
    [Option("Base address of the server, such as http://localhost:8000/v1.", Value = "URL")]
    [NotInFingerprint]
    [ServerAddress]
    public string? Endpoint { get; init; }

    /// <summary>Gets the environment variable that holds the server's key; the key itself is never written anywhere.</summary>
    [Option("Environment variable that holds the server's key.", Value = "NAME")]
    [NotInFingerprint]
    [KeyVariable]
    public string KeyVariable { get; init; } = "OPENAI_API_KEY";

    /// <summary>Gets the file with the prompt; null for the one that comes with the library.</summary>
    [Option("Prompt to use; prompts/terms.md beside the program is the usual one.", Value = "FILE", IsPath = true)]
    [NotInFingerprint]
    public string? Prompt { get; init; }

    /// <summary>Gets the file with the prompt about colliding items; null for the one that comes with the library.</summary>
    [Option("Prompt about colliding items; see prompts/terms-collision.md.", Value = "FILE", IsPath = true)]
    [NotInFingerprint]
    public string? CollisionPrompt { get; init; }

    /// <summary>Calls of a model at a time at most; fewer while its server is overloaded.</summary>
    [Option("Calls at a time at most; fewer while the server is overloaded.")]
    [NotInFingerprint]
    [Range(1, 4_096)]
    public int Concurrency { get; init; } = 16;

    /// <summary>Gets the seconds after which a call is given up and made again.</summary>
    [Option("Seconds after which a call is given up and made again.")]
    [NotInFingerprint]
    [Range(1.0, 86_400.0)]
    public double Timeout { get; init; } = 120;

    /// <summary>
    /// Gets the number of tokens of an answer at most, thoughts included; null for 64 a term and as many on top, and 4,096 for thoughts
    /// where a model may have them.
    /// </summary>
    [Option("Tokens of an answer at most, thoughts included; if not said, as many as so many terms take, and 4,096 for thoughts.")]
    [Range(1, 1_000_000)]
    public int? MaximumTokens { get; init; }

    /// <summary>
    /// Gets what the answers behind the library may take, those of earlier runs included: tokens, or money where prices are given; null for
    /// no limit. Calls that are under way when it is spent are waited for.
    /// </summary>
    [Option("Tokens that the library may take, or money where prices are given.")]
    [NotInFingerprint]
    [Range(0.0, double.MaxValue)]
    public double? Budget { get; init; }

    /// <summary>Gets the price of a million tokens that a model reads.</summary>
    [Option("Price of a million tokens that the model reads.")]
    [NotInFingerprint]
    [Range(0.0, double.MaxValue)]
    public double? InputPrice { get; init; }

    /// <summary>Gets the price of a million tokens that a model writes.</summary>
    [Option("Price of a million tokens that the model writes.")]
    [NotInFingerprint]
    [Range(0.0, double.MaxValue)]
    public double? OutputPrice { get; init; }

    /// <summary>
    /// Ask the model about this many items only, the first of the catalogue that need terms; the others' terms are extracted. Null for all.
    /// </summary>
    [Option("Ask the model about N items only; the others' terms are extracted.")]
    [Range(0, int.MaxValue)]
    public int? Limit { get; init; }

    /// <summary>Ask again about items that a model has named no term ID for.</summary>
    [Option("Ask again about items that the model has named no term ID for.")]
    [NotInFingerprint]
    public bool RetryFailed { get; init; }

    /// <summary>Gets where a model in this process runs: auto, cpu or cuda:N.</summary>
    [Option("Where the provider torch runs: auto, cpu or cuda:N.", Value = "DEVICE")]
    [NotInFingerprint]
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>Gets the number of threads of a model in this process; 0 for one a processor.</summary>
    [Option("Threads of the provider torch; 0 for one a processor.")]
    [NotInFingerprint]
    [ThreadCount]
    public int Threads { get; init; }

    /// <summary>Number of terms of a TID that is made.</summary>
    internal int LengthToMake => Length ?? TermId.DefaultLength;

    /// <summary>Tokens of an answer at most.</summary>
    /// <param name="thinks">Whether the model may think before it answers.</param>
    internal int MaximumTokensOf(bool thinks)
    {
        // A term has 40 characters at most, of which some scripts take a token each; names and quotes of the form come on top.
        const int ofATerm = 64, ofThoughts = 4_096;
        return MaximumTokens ?? ((LengthToMake + 1) * ofATerm) + (thinks ? ofThoughts : 0);
    }

    /// <summary>Tells whether answers have a price.</summary>
    internal bool HasPrices => InputPrice is not null || OutputPrice is not null;
}
