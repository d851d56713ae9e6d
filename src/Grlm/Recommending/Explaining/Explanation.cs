namespace Grlm;

/// <summary>Says why an item is recommended: in one sentence, and the data behind it.</summary>
/// <param name="Sentence">One plain sentence; its wording is that of <see cref="ExplanationTexts"/>.</param>
/// <param name="Parts">What the score is made of; null where it is no probability (structural agreement, popularity).</param>
/// <param name="Terms">How probable each term of the item's term ID was as the next one; empty where no generator can say.</param>
/// <param name="Reasons">The items of the history, those whose absence costs the most first.</param>
public sealed record Explanation(
    string Sentence, ScoreParts? Parts, IReadOnlyList<WrittenTerm> Terms, IReadOnlyList<HistoryReason> Reasons);
