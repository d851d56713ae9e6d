using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Grlm;

/// <summary>Options of the search for options.</summary>
public sealed record SweepOptions
{
    /// <summary>Gets the whose options are searched for.</summary>
    [Option("Whose options.")]
    public SweptStage Stage { get; init; } = SweptStage.Rank;

    /// <summary>Gets the minutes that the search may take, those of earlier runs with it included.</summary>
    [Option("Minutes that the search may take, those of earlier runs included.")]
    [Range(0.01, 50_000)]
    public double Minutes { get; init; } = 60;

    /// <summary>Gets the number of candidates that are drawn at a time; a third of them goes on to longer training, twice.</summary>
    [Option("Candidates drawn at a time; a third goes on to longer training.")]
    [Range(1, 10_000)]
    public int Candidates { get; init; } = 9;

    /// <summary>Gets the seed of what is drawn.</summary>
    [Option("Seed of what is drawn.")]
    public int Seed { get; init; } = 42;

    /// <summary>Gets what is drawn from: values by name of the option. Null, the default, for the space of the stage.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<JsonElement>>? Space { get; init; }

    /// <summary>Gets the options of the stage where the space has none; those of its section in <c>grlm.json</c> by default.</summary>
    public JsonElement? Base { get; init; }

    /// <summary>Gets the number of threads for tensor work; 0 for one a processor.</summary>
    [Option("Threads for tensor work; 0 for one a processor.")]
    [NotInFingerprint]
    [ThreadCount]
    public int Threads { get; init; }
}
