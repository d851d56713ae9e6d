namespace Grlm.LanguageModels;

/// <summary>What a pass reads of one text.</summary>
/// <param name="Past">Stretches of the prompt that have been read, first to last.</param>
/// <param name="Tail">What follows the prompt's stretches.</param>
internal sealed record PassSequence(IReadOnlyList<PromptSegment> Past, BeamTail Tail)
{
    /// <summary>A stretch behind <see cref="Past"/> that is being read; null for none.</summary>
    public PromptSegment? Segment { get; init; }

    /// <summary>The slots of <see cref="Segment"/> that this pass reads; those before them have been read.</summary>
    public Range Slots { get; init; } = ..0;

    /// <summary>Slots of the tail that this pass reads, each behind the one it follows.</summary>
    public IReadOnlyList<int> TailSlots { get; init; } = [];

    /// <summary>Tokens in <see cref="Past"/>.</summary>
    public int PastLength { get; } = Past.Sum(segment => segment.Length);

    /// <summary>All stretches.</summary>
    public IReadOnlyList<PromptSegment> Segments => Segment is null ? Past : [.. Past, Segment];
}
