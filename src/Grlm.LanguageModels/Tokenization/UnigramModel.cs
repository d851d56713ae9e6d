namespace Grlm.LanguageModels;

/// <summary>
/// Represents the unigram model (Kudo 2018; T5, XLM-R): of all ways to cut a word into pieces the one whose log-probabilities add up to
/// most, found by Viterbi's algorithm. Of equally likely ways to some place the one whose last piece is longest counts, as in Hugging Face
/// tokenizers.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    /// <summary>Holds how much less likely than the least likely piece a character is that has none.</summary>
    private const double UnknownPenalty = 10;

    private readonly Dictionary<string, int> _ids;
    private readonly PieceIndex _pieces;
    private readonly double[] _scores;
    private readonly int _unknownId;
    private readonly double _unknownScore;
    private readonly ByteTokens? _bytes;

    /// <param name="ids">The pieces.</param>
    /// <param name="scores">Their log-probabilities, by id.</param>
    /// <param name="unknownId">What becomes of characters without a piece; a run of them is one token.</param>
    /// <param name="bytes">The tokens of bytes; null where what is unknown is not written as bytes.</param>
    public UnigramModel(Dictionary<string, int> ids, double[] scores, int unknownId, ByteTokens? bytes)
    {
        (_ids, _pieces, _scores, _unknownId, _bytes) = (ids, new PieceIndex(ids), scores, unknownId, bytes);
        _unknownScore = scores.Min() - UnknownPenalty;
    }

    /// <inheritdoc/>
    protected override int[] Encode(string word, ref BytePairEncoder? encoder)
    {
        var best = BestPieces(word);
        var ids = new List<int>();
        for (var end = word.Length; end > 0;)
        {
            var start = best[end].Start;
            if (best[end].Id != _unknownId)
            {
                ids.Add(best[end].Id);
                end = start;
                continue;
            }

            while (start > 0 && best[start].Id == _unknownId)
            {
                start = best[start].Start;
            }

            ids.AddRange(UnknownTokens(word[start..end]).Reverse());
            end = start;
        }

        ids.Reverse();
        return [.. ids];
    }

    /// <summary>Returns the last piece of the best way to every place of a word.</summary>
    private (int Start, int Id, double Score)[] BestPieces(string word)
    {
        var best = new (int Start, int Id, double Score)[word.Length + 1];
        Array.Fill(best, (-1, _unknownId, double.NegativeInfinity));
        best[0].Score = 0;
        for (var start = 0; start < word.Length;)
        {
            var character = char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1;
            var isKnown = false;
            foreach (var (length, id) in _pieces.At(word, start))
            {
                Offer(start, start + length, id, _scores[id]);
                isKnown |= length == character;
            }

            if (!isKnown)
            {
                Offer(start, start + character, _unknownId, _unknownScore);
            }

            start += character;
        }

        return best;

        // Places come in order, so the first offer of equal ones is that of the longest piece.
        void Offer(int start, int end, int id, double score)
        {
            if (best[end].Start < 0 || best[start].Score + score > best[end].Score)
            {
                best[end] = (start, id, best[start].Score + score);
            }
        }
    }

    private int[] UnknownTokens(string text) => _ids.TryGetValue(text, out var id) ? [id] : _bytes?.Of(text) ?? [_unknownId];
}

/// <summary>
/// Finds the pieces that a text begins with at some place, shortest first: in sorted pieces those with a common beginning stand together.
/// </summary>
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

    /// <summary>Returns the pieces that stand at a place of a text.</summary>
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

    /// <summary>
    /// Returns the first piece within the bounds whose letter at a depth is not below another; those that end before it come first.
    /// </summary>
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
