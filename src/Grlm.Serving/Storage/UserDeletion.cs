namespace Grlm.Serving;

/// <summary>Counts what was deleted with a user.</summary>
/// <param name="Interactions">What he did.</param>
/// <param name="Recommendations">What was recommended to him.</param>
public sealed record UserDeletion(int Interactions, int Recommendations);
