namespace Grlm.LanguageModels;

/// <summary>A step that cuts a text into the pieces inside which merges happen. Safe to share between threads.</summary>
internal abstract class PreTokenizer
{
    /// <summary>Cuts one piece further.</summary>
    /// <param name="units">The whole text, one unit a code point.</param>
    /// <param name="piece">What to cut; not empty.</param>
    /// <param name="pieces">Takes what it is cut into, in order; some may be empty.</param>
    public abstract void Split(string units, TextPiece piece, List<TextPiece> pieces);
}
