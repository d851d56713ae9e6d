namespace Grlm.LanguageModels;

/// <summary>One token of a pass.</summary>
/// <param name="Sequence">Number of its text.</param>
/// <param name="Token">The token.</param>
/// <param name="Position">Its place in the text.</param>
/// <param name="Slot">Its slot, in the segment that is being read or in the tail.</param>
/// <param name="Visible">Tokens of the prompt's stretches that it sees, from the first on.</param>
/// <param name="PathStart">Where the slots of the tail that it sees begin in <see cref="DecodePass.Paths"/>.</param>
/// <param name="PathLength">How many they are; 0 for a token of the segment.</param>
internal readonly record struct PassRow(int Sequence, int Token, int Position, int Slot, int Visible, int PathStart, int PathLength)
{
    /// <summary>Whether it is a token of the tail.</summary>
    public bool IsTail => PathLength > 0;
}
