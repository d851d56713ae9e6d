namespace Grlm;

/// <summary>Describes the choice of one term of a term ID by the generator, after the terms before it.</summary>
/// <param name="Term">The term.</param>
/// <param name="Probability">Its probability among all terms that may stand there; 1 where there is no other.</param>
/// <param name="Instead">The most probable other term; null where there is none.</param>
/// <param name="InsteadProbability">The probability of that one.</param>
public sealed record WrittenTerm(string Term, double Probability, string? Instead, double InsteadProbability);
