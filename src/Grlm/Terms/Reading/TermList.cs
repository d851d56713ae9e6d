namespace Grlm;

/// <summary>A list of terms in a text.</summary>
/// <param name="Shape">How it is written.</param>
/// <param name="Terms">The terms, without quotes and white space around them; not in normal form.</param>
/// <param name="Text">The part of the text that it is.</param>
internal readonly record struct TermList(TermListShape Shape, IReadOnlyList<string> Terms, string Text);
