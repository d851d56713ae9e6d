using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Options of the evaluation stage.</summary>
public sealed record EvaluateOptions
{
    /// <summary>Holds the number of beams where none is given.</summary>
    public const int UsualBeams = 20;

    /// <summary>Holds the name of <see cref="GenerationMode.Free"/> in reports.</summary>
    internal const string FreeGeneration = "free";

    /// <summary>Gets the protocol; <see cref="EvaluationProtocol.Filtered"/> by default.</summary>
    [Option(
        "paper: the last 20 interactions, nothing filtered; filtered: without items already seen; temporal: on a dataset split by time.")]
    public EvaluationProtocol Protocol { get; init; } = EvaluationProtocol.Filtered;

    /// <summary>Gets what ranks; the generator by default.</summary>
    [Option("What ranks: generator, ranker, popular, cooccurrence or bm25.", Value = "SOURCE")]
    public RecommendationSource Source { get; init; } = RecommendationSource.Generator;

    /// <summary>Gets which held-out interaction is predicted; the test one by default.</summary>
    [Option("Which held-out interaction is the target.")]
    public SplitPart Part { get; init; } = SplitPart.Test;

    /// <summary>
    /// Predict the targets of this domain alone; null for each user's one, the latest where a user has one in several domains.
    /// </summary>
    [Option("Predict what users did next in this domain, where there are several.", Value = "NAME")]
    public string? Domain { get; init; }

    /// <summary>Gets the number of beams of the generator, 1 to 1,000.</summary>
    [Option("Beams of the generator.")]
    [Range(1, 1_000)]
    public int Beams { get; init; } = UsualBeams;

    /// <summary>Gets what the generator may write; TIDs of the library alone by default.</summary>
    [Option("What a language model may write: constrained to the library, or free.")]
    public GenerationMode Generation { get; init; }

    /// <summary>Gets how many users are evaluated, drawn at random by <see cref="Seed"/>; 0 for all that have a target.</summary>
    [Option("Evaluate so many users, drawn at random; 0 for all.")]
    [Range(0, int.MaxValue)]
    public int Users { get; init; }

    /// <summary>
    /// Gets the weight with which every user wishes for one term of the target, drawn at random: how well the models can be steered; 0 for
    /// no wishes.
    /// </summary>
    [Option("Let every user wish for one term of the target with this weight, to see how recommending is steered.")]
    [Range(0, 100)]
    public double Wish { get; init; }

    /// <summary>Gets the seed of the bootstrap, and of the users and wishes that are drawn.</summary>
    [Option("Seed of the bootstrap, and of the users and wishes that are drawn.")]
    public int Seed { get; init; } = 42;

    /// <summary>Gets the number of threads for recommending; 0 for one a processor.</summary>
    [Option("Threads for recommending; 0 for one a processor.")]
    [NotInFingerprint]
    [ThreadCount]
    public int Threads { get; init; }
}
