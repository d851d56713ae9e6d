namespace Grlm.Torch;

/// <summary>Describes a text to tune on, and which of its tokens the model is to learn to write.</summary>
/// <param name="Ids">The tokens.</param>
/// <param name="Labels">For each token itself where it is to be learnt, else <see cref="Ignored"/>. The first token is never learnt:
/// nothing precedes it.</param>
internal sealed record TuningSample(int[] Ids, int[] Labels)
{
    /// <summary>Holds the label of a token that the loss leaves out, as other trainers mark it.</summary>
    public const int Ignored = -100;

    /// <summary>Makes a sample of which all but the prompt is learnt.</summary>
    internal static TuningSample Of(int[] prompt, int[] completion)
        => new([.. prompt, .. completion], [.. prompt.Select(_ => Ignored), .. completion]);

    /// <summary>Gets the number of tokens in all.</summary>
    public int Length => Ids.Length;

    /// <summary>Gets the number of tokens that are learnt.</summary>
    public int TargetCount => Labels.Skip(1).Count(label => label != Ignored);

    /// <summary>
    /// Gets the number of leading tokens that other samples may begin with as well, and that are read once for those that share a row; by
    /// default all before the first that is learnt.
    /// </summary>
    internal int PromptLength { get; init; } = Math.Max(0, Array.FindIndex(Labels, label => label != Ignored));

    /// <summary>Gets the history whose items, but for the first, are what is learnt; null where it is something else.</summary>
    internal LearntHistory? History { get; init; }
}

/// <summary>Names a history that is learnt item by item.</summary>
/// <param name="Items">Item indices, oldest first.</param>
/// <param name="IsObserved">Whether a user had it; false for a damaged copy, of which what comes next says nothing.</param>
internal sealed record LearntHistory(int[] Items, bool IsObserved);
