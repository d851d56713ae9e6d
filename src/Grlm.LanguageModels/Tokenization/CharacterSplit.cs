namespace Grlm.LanguageModels;

/// <summary>Cuts at certain characters.</summary>
/// <param name="matches">Which.</param>
/// <param name="behavior">What becomes of them.</param>
internal sealed class CharacterSplit(Func<char, bool> matches, SplitBehavior behavior) : PreTokenizer
{
    /// <inheritdoc/>
    public override void Split(string units, TextPiece piece, List<TextPiece> pieces)
    {
        var collector = new PieceCollector(pieces, piece, behavior, invert: false);
        for (var at = piece.Start; at < piece.End; at++)
        {
            if (matches(units[at]))
            {
                collector.AddMatch(at, length: 1);
            }
        }

        collector.Finish();
    }
}
