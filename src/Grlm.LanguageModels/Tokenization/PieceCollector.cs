namespace Grlm.LanguageModels;

/// <summary>Takes what matched and what lay between, in order, and makes pieces of it as a <see cref="SplitBehavior"/> says.</summary>
internal struct PieceCollector(List<TextPiece> pieces, TextPiece whole, SplitBehavior behavior, bool invert)
{
    private int _end = whole.Start;
    private bool? _lastMatched;

    public void AddMatch(int start, int length)
    {
        AddGapUpTo(start);
        Add(new TextPiece(start, length), isMatch: !invert);
        _end = start + length;
    }

    public void Finish() => AddGapUpTo(whole.End);

    private void AddGapUpTo(int start)
    {
        if (start > _end)
        {
            Add(new TextPiece(_end, start - _end), isMatch: invert);
        }
    }

    private void Add(TextPiece piece, bool isMatch)
    {
        if (JoinsTheLast(isMatch))
        {
            pieces[^1] = pieces[^1] with { Length = piece.End - pieces[^1].Start };
        }
        else if (!isMatch || behavior != SplitBehavior.Removed)
        {
            pieces.Add(piece);
        }

        _lastMatched = isMatch;
    }

    private readonly bool JoinsTheLast(bool isMatch) => behavior switch
    {
        SplitBehavior.Contiguous => _lastMatched == isMatch,
        SplitBehavior.MergedWithPrevious => isMatch && _lastMatched == false,
        SplitBehavior.MergedWithNext => !isMatch && _lastMatched == true,
        _ => false,
    };
}

/// <summary>What becomes of the matches of a pattern that cuts a text.</summary>
internal enum SplitBehavior
{
    /// <summary>A match is a piece of its own.</summary>
    Isolated,

    /// <summary>Matches are dropped.</summary>
    Removed,

    /// <summary>A match ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>A match begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Neighbouring matches are one piece.</summary>
    Contiguous,
}
