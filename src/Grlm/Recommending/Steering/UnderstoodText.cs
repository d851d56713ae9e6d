namespace Grlm;

/// <summary>Says what was understood of a wish.</summary>
/// <param name="Text">The wish as it was given.</param>
/// <param name="Terms">Terms of the library that it was read into; for each word all that it may mean.</param>
/// <param name="Unknown">Words of it that nothing in the library is like.</param>
public sealed record UnderstoodText(string Text, IReadOnlyList<IReadOnlyList<string>> Terms, IReadOnlyList<string> Unknown);
