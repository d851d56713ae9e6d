namespace Grlm;

/// <summary>Describes a term that another one has taken the place of.</summary>
/// <param name="From">The term that is gone.</param>
/// <param name="To">The one that stands for it.</param>
/// <param name="Items">Items that had it.</param>
public sealed record TermMerge(string From, string To, int Items);
