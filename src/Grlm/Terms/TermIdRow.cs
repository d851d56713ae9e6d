namespace Grlm;

/// <summary>One entry of a term-ID file as it stands there.</summary>
/// <param name="Line">One-based line, or row in a table.</param>
/// <param name="ItemId">The item.</param>
/// <param name="Terms">What is given as its terms, not normalised.</param>
/// <param name="Problem">Why the terms cannot be read; null where they can.</param>
internal readonly record struct TermIdRow(long Line, string ItemId, IReadOnlyList<string> Terms, string? Problem = null);
