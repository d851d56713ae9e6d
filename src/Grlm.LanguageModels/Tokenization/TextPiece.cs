namespace Grlm.LanguageModels;

/// <summary>A stretch of a text.</summary>
internal readonly record struct TextPiece(int Start, int Length)
{
    public int End => Start + Length;
}
