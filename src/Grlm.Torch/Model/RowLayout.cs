namespace Grlm.Torch;

/// <summary>
/// Lays the texts of one row out. Each sees itself alone, and texts that begin with the same prompt see one copy of it, which is read once.
/// </summary>
internal sealed class RowLayout
{
    private readonly IReadOnlyList<int[]> _texts;
    private readonly (int Prompt, int PromptLength, int Own)[] _places;

    /// <param name="texts">Tokens of each text.</param>
    /// <param name="prompts">Leading tokens of each text that others may begin with as well; null for none.</param>
    /// <param name="padding">Padding tokens in front.</param>
    public RowLayout(IReadOnlyList<int[]> texts, IReadOnlyList<int>? prompts = null, int padding = 0)
    {
        (_texts, _places, Width) = (texts, new (int, int, int)[texts.Count], padding);
        for (var text = 0; text < texts.Count; text++)
        {
            var length = prompts?[text] ?? 0;
            var like = length == 0 ? -1 : FirstLike(text, length);
            var prompt = like < 0 ? Width : _places[like].Prompt;
            Width += like < 0 ? length : 0;
            _places[text] = (prompt, length, Width);
            Width += texts[text].Length - length;
        }
    }

    /// <summary>Gets the number of tokens of the row, without padding behind.</summary>
    public int Width { get; }

    /// <summary>Returns the place of a token.</summary>
    /// <param name="text">Number of the text.</param>
    /// <param name="index">Number of the token in it.</param>
    public int PlaceOf(int text, int index)
        => index < _places[text].PromptLength ? _places[text].Prompt + index : _places[text].Own + index - _places[text].PromptLength;

    /// <summary>Writes tokens and positions, and opens what each token sees; padding sees itself alone.</summary>
    /// <param name="ids">The row's tokens.</param>
    /// <param name="positions">Positions in each text.</param>
    /// <param name="visibility">What tokens see, <c>[width, width]</c>, minus infinity throughout.</param>
    public void WriteTo(Span<long> ids, Span<long> positions, Span<float> visibility)
    {
        var width = ids.Length;
        for (var place = 0; place < width; place++)
        {
            visibility[(place * width) + place] = 0;
        }

        for (var text = 0; text < _texts.Count; text++)
        {
            var (prompt, promptLength, own) = _places[text];
            for (var index = 0; index < _texts[text].Length; index++)
            {
                var place = PlaceOf(text, index);
                (ids[place], positions[place]) = (_texts[text][index], index);
                var seen = visibility.Slice(place * width, width);
                seen.Slice(prompt, Math.Min(index + 1, promptLength)).Clear();
                if (index >= promptLength)
                {
                    seen[own..(place + 1)].Clear();
                }
            }
        }
    }

    private int FirstLike(int text, int length)
    {
        var prompt = _texts[text].AsSpan(0, length);
        for (var other = 0; other < text; other++)
        {
            if (_places[other].PromptLength == length && _texts[other].AsSpan(0, length).SequenceEqual(prompt))
            {
                return other;
            }
        }

        return -1;
    }
}
