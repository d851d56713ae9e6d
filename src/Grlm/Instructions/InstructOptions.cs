using System.ComponentModel.DataAnnotations;

namespace Grlm;

/// <summary>Options of the instruct stage.</summary>
public sealed record InstructOptions
{
    /// <summary>
    /// Gets the samples of the paper, as near as they come: both of its tasks, every interaction of a history a target (there within one
    /// conversation, here a sample each), the last 20 interactions less the target, nothing held out.
    /// </summary>
    public static InstructOptions OfPaper { get; } = new()
    {
        Tasks = [InstructionTask.Internalization, InstructionTask.Behavior],
        EveryPrefix = true,
        MaximumHistory = Evaluator.PaperWindow - 1,
        ValidationShare = 0,
    };

    /// <summary>Gets what the samples teach; all three tasks by default.</summary>
    [Option("What the samples teach.")]
    public IReadOnlyList<InstructionTask> Tasks { get; init; } = Enum.GetValues<InstructionTask>();

    /// <summary>Gets how often each sample of term internalization comes; of a part, so many are drawn.</summary>
    [Option("How often each sample of term internalization comes.")]
    [Range(0.0, 100.0)]
    public double InternalizationWeight { get; init; } = 1;

    /// <summary>Gets how often each sample of behavior prediction comes.</summary>
    [Option("How often each sample of behavior prediction comes.")]
    [Range(0.0, 100.0)]
    public double BehaviorWeight { get; init; } = 1;

    /// <summary>Gets how often each sample of the collaborative task comes.</summary>
    [Option("How often each sample of the collaborative task comes.")]
    [Range(0.0, 100.0)]
    public double CollaborativeWeight { get; init; } = 1;

    /// <summary>
    /// Make a sample of every training interaction with something before it, not of each user's last one alone (of each domain, where there
    /// are several).
    /// </summary>
    [Option("Predict every training interaction, not each user's last one alone.")]
    public bool EveryPrefix { get; init; }

    /// <summary>
    /// Gets whether a history stands in the model's own turn, a line of terms an item, and every next item is learnt in one sample: the
    /// history is read once.
    /// </summary>
    [Option("One sample a history: the model's own turn, a line of terms an item, of which each is learnt.")]
    public bool Continued { get; init; }

    /// <summary>Gets the number of interactions that a history shows at most; the oldest are cut.</summary>
    [Option("Interactions that a history shows at most.")]
    [Range(1, 1_000)]
    public int MaximumHistory { get; init; } = 20;

    /// <summary>Gets show items by their TIDs alone.</summary>
    [Option("Show items by their term IDs alone.")]
    public bool NoTitles { get; init; }

    /// <summary>Gets the use the first terms of each TID only, so many; null for all.</summary>
    [Option("Use the first N terms of each term ID only.")]
    [Range(1, 32)]
    public int? Terms { get; init; }

    /// <summary>Gets the number of neighbours that a sample of the collaborative task names at most.</summary>
    [Option("Neighbours that a sample of the collaborative task names at most.")]
    [Range(1, ItemCooccurrence.ListLength)]
    public int Neighbors { get; init; } = 5;

    /// <summary>
    /// Gets the folder of the model whose tokenizer and chat template count tokens, and which the samples are for; null where that is open.
    /// </summary>
    [Option("Model whose tokenizer counts tokens, and which the samples are for.", Value = "DIR", IsPath = true)]
    [NotInFingerprint]
    public string? Tokenizer { get; init; }

    /// <summary>
    /// Gets the number of tokens of a sample at most; null for as many as it takes. Titles are shortened first, then the oldest items
    /// dropped.
    /// </summary>
    [Option("Tokens of a sample at most; takes a tokenizer.")]
    [Range(16, 1_000_000)]
    public int? MaximumTokens { get; init; }

    /// <summary>
    /// Gets the share of the users whose behavior samples are validated on instead of trained on; without that task, of the items.
    /// </summary>
    [Option("Share of the users whose behavior samples are kept to validate on.")]
    [Range(0.0, 0.5)]
    public double ValidationShare { get; init; } = 0.02;

    /// <summary>Gets the in which forms the samples are written; all by default.</summary>
    [Option("In which forms the samples are written.")]
    public IReadOnlyList<InstructionFormat> Formats { get; init; } = Enum.GetValues<InstructionFormat>();

    /// <summary>Gets the template of behavior prediction; null for the library's.</summary>
    [Option("Prompt to use; prompts/instruct-behavior.md beside the program is the usual one.", Value = "FILE", IsPath = true)]
    [NotInFingerprint]
    public string? BehaviorPrompt { get; init; }

    /// <summary>Gets the template of term internalization; null for the library's.</summary>
    [Option("Prompt to use; see prompts/instruct-internalization.md.", Value = "FILE", IsPath = true)]
    [NotInFingerprint]
    public string? InternalizationPrompt { get; init; }

    /// <summary>Gets the template of the collaborative task; null for the library's.</summary>
    [Option("Prompt to use; see prompts/instruct-collaborative.md.", Value = "FILE", IsPath = true)]
    [NotInFingerprint]
    public string? CollaborativePrompt { get; init; }

    /// <summary>Gets the seed of the samples' order, of those held out, and of those drawn.</summary>
    [Option("Seed of order, of what is held out, and of what is drawn.")]
    public int Seed { get; init; } = 42;

    /// <summary>Returns the weight of a task.</summary>
    internal double WeightOf(InstructionTask task) => task switch
    {
        InstructionTask.Internalization => InternalizationWeight,
        InstructionTask.Behavior => BehaviorWeight,
        InstructionTask.Collaborative => CollaborativeWeight,
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "There is no such task."),
    };
}
