namespace Grlm.LanguageModels;

/// <summary>A way for a beam to go on.</summary>
/// <param name="Beam">The beam's place.</param>
/// <param name="Token">The next token.</param>
/// <param name="LogProbability">Sum of the log-probabilities with it.</param>
internal readonly record struct BeamCandidate(int Beam, int Token, double LogProbability);
