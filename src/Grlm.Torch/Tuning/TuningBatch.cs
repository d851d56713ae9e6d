namespace Grlm.Torch;

/// <summary>Samples for one pass, and what is to be predicted from where.</summary>
/// <param name="Tokens">The samples, kept apart.</param>
/// <param name="Places">
/// Places in <c>[rows x tokens]</c> from which a token to be learnt is predicted: the place before it. Row by row and sample by sample.
/// </param>
/// <param name="Targets">The tokens to be learnt, one for each place.</param>
/// <param name="Samples">The samples in the order of their places.</param>
internal sealed record TuningBatch(TokenBatch Tokens, long[] Places, long[] Targets, IReadOnlyList<TuningSample> Samples)
{
    /// <summary>
    /// Gets the number of tokens of the samples, a prompt that several share counted for each, without the padding behind them.
    /// </summary>
    public long SampleTokens => Samples.Sum(sample => (long)sample.Length);

    /// <summary>Lays samples out in rows; those of one row don't see each other, but for the prompt that they begin with alike.</summary>
    /// <param name="rows">The samples of each row; shorter rows are filled up behind.</param>
    public static TuningBatch Of(IReadOnlyList<IReadOnlyList<TuningSample>> rows)
    {
        RowLayout[] layouts = [.. rows.Select(
            row => new RowLayout([.. row.Select(sample => sample.Ids)], [.. row.Select(sample => sample.PromptLength)]))];
        var tokens = TokenBatch.Packed(layouts);
        List<long> places = [];
        List<long> targets = [];
        for (var row = 0; row < rows.Count; row++)
        {
            for (var text = 0; text < rows[row].Count; text++)
            {
                var labels = rows[row][text].Labels;
                for (var index = 1; index < labels.Length; index++)
                {
                    if (labels[index] != TuningSample.Ignored)
                    {
                        places.Add(((long)row * tokens.Tokens) + layouts[row].PlaceOf(text, index - 1));
                        targets.Add(labels[index]);
                    }
                }
            }
        }

        return new TuningBatch(tokens, [.. places], [.. targets], [.. rows.SelectMany(row => row)]);
    }
}
