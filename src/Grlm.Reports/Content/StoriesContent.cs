namespace Grlm.Reports.Internal;

/// <summary>Holds what one evaluation recommended to some of its users, drawn at random.</summary>
/// <param name="Run">The evaluation.</param>
/// <param name="Seed">Seed of the draw.</param>
/// <param name="Users">Users of the evaluation.</param>
/// <param name="Stories">The drawn ones, in the evaluation's order.</param>
public sealed record StoriesContent(EvaluationRun Run, int Seed, long Users, IReadOnlyList<Story> Stories);
