namespace Grlm.LanguageModels;

/// <summary>Finds the pieces that a text begins with at some place, shortest first: in sorted pieces those with a common beginning stand together.</summary>
internal sealed class PieceIndex
{
    private readonly string[] _pieces;
    private readonly int[] _ids;

    /// <param name="ids">The pieces and their ids.</param>
    public PieceIndex(Dictionary<string, int> ids)
    {
        _pieces = [.. ids.Keys.Where(piece => piece.Length > 0)];
        Array.Sort(_pieces, StringComparer.Ordinal);
        _ids = Array.ConvertAll(_pieces, piece => ids[piece]);
    }

    /// <summary>The pieces that stand at a place of a text.</summary>
    public IEnumerable<(int Length, int Id)> At(string text, int start)
    {
        var (first, end) = (0, _pieces.Length);
        for (var depth = 0; start + depth < text.Length && first < end; depth++)
        {
            first = FirstFrom(first, end, depth, text[start + depth]);
            end = FirstFrom(first, end, depth, text[start + depth] + 1);
            if (first < end && _pieces[first].Length == depth + 1)
            {
                yield return (depth + 1, _ids[first]);
            }
        }
    }

    /// <summary>The first piece within the bounds whose letter at a depth is not below another; those that end before it come first.</summary>
    private int FirstFrom(int first, int end, int depth, int letter)
    {
        while (first < end)
        {
            var middle = (first + end) / 2;
            if (_pieces[middle].Length > depth && _pieces[middle][depth] >= letter)
            {
                end = middle;
            }
            else
            {
                first = middle + 1;
            }
        }

        return first;
    }
}
