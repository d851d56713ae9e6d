using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Options of the embed stage.</summary>
public sealed record EmbedOptions
{
    /// <summary>Gets what makes the text vectors; <c>lexical</c> by default.</summary>
    [Option("What makes the vectors; lexical needs no model.", Value = "lexical|onnx|torch|openai|ollama")]
    public string Provider { get; init => field = value?.ToLowerInvariant() ?? EmbeddingProviders.Lexical; } = EmbeddingProviders.Lexical;

    /// <summary>Gets the folder of the model, for <c>onnx</c>. It counts by the content of its files.</summary>
    [Option("Sentence-transformer model in ONNX form, for onnx.", Value = "DIR", IsPath = true)]
    [NotInFingerprint]
    public string? ModelFolder { get; init; }

    /// <summary>
    /// Gets the name of the model on the server, for <c>openai</c> and <c>ollama</c>; a
    /// folder, a GGUF file or a pulled model for <c>torch</c>.
    /// </summary>
    [Option("The model: its name on the server for openai and ollama; a folder, file or pulled model for torch.", Value = "MODEL")]
    public string? Model { get; init; }

    /// <summary>
    /// Gets the base address of the server: <c>http://localhost:8000/v1</c>; null for the provider's usual one. No password and no key may
    /// be in it.
    /// </summary>
    [Option("Base address of the server; the provider's usual one by default.", Value = "URL")]
    [ServerAddress]
    public string? Endpoint { get; init; }

    /// <summary>Gets the environment variable that holds the server's key; the key itself is never written anywhere.</summary>
    [Option("Environment variable with the server's key.", Value = "NAME")]
    [NotInFingerprint]
    [KeyVariable]
    public string KeyVariable { get; init; } = "OPENAI_API_KEY";

    /// <summary>
    /// Keep what the last run with these options has made: only items that are new, or whose text is another one, get new vectors and
    /// neighbours. Lexical vectors go on with what was learnt then.
    /// </summary>
    [Option("Keep what is there; embed items that are new or have another text.")]
    public bool Keep { get; init; }

    /// <summary>Gets the number of numbers in a lexical vector at most. Other providers' models have a width of their own.</summary>
    [Option("Numbers in a lexical vector at most.")]
    [Range(1, 4_096)]
    public int Width { get; init; } = 192;

    /// <summary>Gets the number of texts in a batch.</summary>
    [Option("Texts in a batch.")]
    [NotInFingerprint]
    [Range(1, 10_000)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Gets the number of batches that a provider works on at a time.</summary>
    [Option("Batches that the provider works on at a time.")]
    [NotInFingerprint]
    [Range(1, 1_000)]
    public int Concurrency { get; init; } = 1;

    /// <summary>Gets the seconds after which a server's answer to a batch is given up and asked for again.</summary>
    [Option("Seconds after which a server's answer to a batch is given up and asked for again.")]
    [NotInFingerprint]
    [Range(1.0, 86_400.0)]
    public double Timeout { get; init; } = 120;

    /// <summary>Gets the number of neighbours of an item.</summary>
    [Option("Neighbours of an item.")]
    [Range(1, 1_000)]
    public int Neighbors { get; init; } = 20;

    /// <summary>Gets the up to this many items neighbours are exact; beyond, they are searched for in clusters.</summary>
    [Option("Search exactly up to N items, in clusters beyond.")]
    [Range(0, int.MaxValue)]
    public int ExactUpTo { get; init; } = 200_000;

    /// <summary>Gets the share of the true neighbours that an approximate search is set to find.</summary>
    [Option("Share of the true neighbours that a search in clusters is set to find.")]
    [Range(0.5, 0.999)]
    public double Recall { get; init; } = 0.98;

    /// <summary>Gets the seed of the lexical vectors and of the approximate search.</summary>
    [Option("Seed of lexical vectors and clusters.")]
    public int Seed { get; init; } = 42;

    /// <summary>Gets where <c>torch</c> runs: auto, cpu or cuda:N.</summary>
    [Option("Where the provider torch runs: auto, cpu or cuda:N.", Value = "DEVICE")]
    [NotInFingerprint]
    [DeviceName]
    public string Device { get; init; } = "auto";

    /// <summary>Gets the number of threads; 0 for one a processor.</summary>
    [Option("Threads; 0 for one a processor.")]
    [NotInFingerprint]
    [ThreadCount]
    public int Threads { get; init; }

    /// <summary>Returns how neighbours are searched for.</summary>
    internal NeighborSearchOptions Search() => new()
    {
        Count = Neighbors,
        ExactUpTo = ExactUpTo,
        Recall = Recall,
        Seed = Seed,
        Threads = Threads,
    };
}
