namespace Grlm.LanguageModels;

/// <summary>A sequence under way.</summary>
/// <param name="Slot">Slot of its last token in the <see cref="ITokenPaths"/>; <see cref="ITokenPaths.Prompt"/> for none.</param>
/// <param name="State">State of the constraint behind it.</param>
/// <param name="LogProbability">Sum of its tokens' log-probabilities.</param>
internal readonly record struct RunningBeam(int Slot, int State, double LogProbability);
