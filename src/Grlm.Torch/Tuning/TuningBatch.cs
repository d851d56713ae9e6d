namespace Grlm.Torch;

/// <summary>Samples for one pass, and what is to be predicted from where.</summary>
/// <param name="Tokens">The samples, kept apart.</param>
/// <param name="Places">
/// Places in <c>[rows x tokens]</c> from which a token to be learnt is predicted: the place before it. Row by row and sample by sample.
/// </param>
/// <param name="Targets">The tokens to be learnt, one for each place.</param>
/// <param name="SampleTokens">Tokens of the samples, without the padding behind them.</param>
internal sealed record TuningBatch(TokenBatch Tokens, long[] Places, long[] Targets, long SampleTokens)
{
    /// <summary>Lays samples out in rows; those of one row don't see each other.</summary>
    /// <param name="rows">The samples of each row; shorter rows are filled up behind.</param>
    public static TuningBatch Of(IReadOnlyList<IReadOnlyList<TuningSample>> rows)
    {
        var tokens = TokenBatch.Packed([.. rows.Select(row => (IReadOnlyList<int[]>)[.. row.Select(sample => sample.Ids)])]);
        List<long> places = [];
        List<long> targets = [];
        for (var row = 0; row < rows.Count; row++)
        {
            var beginning = (long)row * tokens.Tokens;
            foreach (var sample in rows[row])
            {
                for (var index = 1; index < sample.Length; index++)
                {
                    if (sample.Labels[index] != TuningSample.Ignored)
                    {
                        places.Add(beginning + index - 1);
                        targets.Add(sample.Labels[index]);
                    }
                }

                beginning += sample.Length;
            }
        }

        return new TuningBatch(tokens, [.. places], [.. targets], rows.Sum(row => row.Sum(sample => (long)sample.Length)));
    }
}
