namespace Grlm;

/// <summary>One way to read a text as a TID.</summary>
/// <param name="TermId">A term a slot; an empty one where a slot is left open.</param>
/// <param name="Terms">The terms alone.</param>
/// <param name="Repaired">What was put right.</param>
/// <param name="Faith">How sure it is that this was meant; 0 is surest. A less sure reading counts only where the surer ones lead nowhere.</param>
internal sealed record TextReading(TermId TermId, IReadOnlyList<string> Terms, IReadOnlyList<string> Repaired, int Faith);
