namespace Grlm.Import;

/// <summary>An interaction as read.</summary>
/// <param name="Line">One-based line or row of the file.</param>
/// <param name="User">The user's id.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Timestamp">As written; empty where unknown.</param>
internal readonly record struct InteractionRow(long Line, string User, string Item, string Timestamp);
