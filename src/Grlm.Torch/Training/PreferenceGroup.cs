namespace Grlm.Torch;

/// <summary>The TIDs that the generator wrote for one history, the most probable first, as leaves of the trie.</summary>
/// <param name="Leaves">Trie node of each TID.</param>
/// <param name="LogProbabilities">Natural logarithm of each one's probability under the model that wrote it.</param>
/// <param name="Right">Zero-based place of the TID of the item that was chosen; -1 where it was not written.</param>
internal sealed record PreferenceGroup(int[] Leaves, double[] LogProbabilities, int Right);
