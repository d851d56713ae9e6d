using System.ComponentModel.DataAnnotations;

namespace Grlm.Torch;

/// <summary>Options of how a language model learns to choose between the term IDs of a library.</summary>
public sealed record TermIdLossOptions
{
    /// <summary>
    /// Gets whether choices between the term IDs of the library are learnt: at each token a soft-max over those that may follow instead of
    /// the vocabulary. Takes instructions whose histories are continued.
    /// </summary>
    [Option("Learn to choose between the library's term IDs, not between all tokens.")]
    public bool TermIdLoss { get; init; }

    /// <summary>
    /// Gets the share of the places at which that loss looks at the whole vocabulary as well, so that the model keeps writing term IDs when
    /// it is free to.
    /// </summary>
    [Option("Share of the places at which that loss looks at all tokens too.")]
    [Range(0.0, 1.0)]
    public double VocabularyShare { get; init; } = 0.05;

    /// <summary>
    /// Gets whether the ranker says what is to come after each history, for half of the target; takes <see cref="TermIdLoss"/>.
    /// </summary>
    [Option("Have the ranker say what is to come next, for half of the target.")]
    public bool Teacher { get; init; }

    /// <summary>Gets the share of the histories that are damaged, anew in each pass, and learnt from the teacher alone.</summary>
    [Option("Share of the histories that are damaged and learnt from the teacher alone.")]
    [Range(0.0, 1.0)]
    public double DamagedShare { get; init; }

    /// <summary>Checks how the losses go together.</summary>
    /// <exception cref="InvalidOptionsException">They don't.</exception>
    internal void Validate()
    {
        if (Teacher && !TermIdLoss)
        {
            throw new InvalidOptionsException(
                "Option 'teacher' says how term IDs are to be chosen, which takes 'termIdLoss'. Add that, or leave the teacher out.");
        }

        if (DamagedShare > 0 && !Teacher)
        {
            throw new InvalidOptionsException(
                "Option 'damagedShare' takes 'teacher': of a damaged history nobody else knows what comes next. " +
                    "Add it, or set the share to 0.");
        }
    }
}
