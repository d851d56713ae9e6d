namespace Grlm.Torch;

/// <summary>A prefix of TIDs under way in a beam search.</summary>
/// <param name="Node">Trie node.</param>
/// <param name="LogProbability">Natural logarithm of the prefix's probability.</param>
internal readonly record struct Beam(int Node, double LogProbability);
