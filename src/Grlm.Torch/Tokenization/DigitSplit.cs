namespace Grlm.Torch;

/// <summary>Cuts numbers off, of every script: each character alone, or a run of them together.</summary>
internal sealed class DigitSplit(bool individualDigits) : PreTokenizer
{
    private readonly SplitBehavior _behavior = individualDigits ? SplitBehavior.Isolated : SplitBehavior.Contiguous;

    /// <inheritdoc/>
    public override void Split(string units, TextPiece piece, List<TextPiece> pieces)
    {
        var collector = new PieceCollector(pieces, piece, _behavior, invert: false);
        for (var at = piece.Start; at < piece.End; at++)
        {
            if (char.IsNumber(units[at]))
            {
                collector.AddMatch(at, length: 1);
            }
        }

        collector.Finish();
    }
}
