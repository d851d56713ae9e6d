using CsCheck;

namespace Grlm.LanguageModels.Tests;

public sealed class BytePairEncoderTests
{
    [Fact]
    public void Merge_EqualsTheNaiveWay()
    => Gen.Select(Gen.Int[0, 5].Array[0, 40], Gen.Select(Gen.Int[0, 12], Gen.Int[0, 12]).Array[0, 12]).Sample((word, pairs) =>
    {
        var merges = new BytePairMerges(pairs.Length);
        for (var merge = 0; merge < pairs.Length; merge++)
        {
            merges.Add(pairs[merge].Item1, pairs[merge].Item2, 6 + merge);
        }

        var encoder = new BytePairEncoder(merges);
        foreach (var id in word)
        {
            encoder.Add(id);
        }

        Assert.Equal(MergeNaively(word, merges), encoder.Merge());
        Assert.Empty(encoder.Merge());
    });

    [Fact]
    public void Merge_OfAVeryLongWord_Ends()
    {
        var merges = new BytePairMerges(1);
        merges.Add(0, 0, 1);
        merges.Add(1, 1, 2);
        var encoder = new BytePairEncoder(merges);
        for (var i = 0; i < 400_000; i++)
        {
            encoder.Add(0);
        }

        Assert.Equal(100_000, encoder.Merge().Length);
    }

    private static List<int> MergeNaively(int[] word, BytePairMerges merges)
    {
        var ids = word.ToList();
        while (true)
        {
            var (best, at, into) = (int.MaxValue, -1, -1);
            for (var i = 0; i + 1 < ids.Count; i++)
            {
                if (merges.TryGet(ids[i], ids[i + 1], out var rank, out var merged) && rank < best)
                {
                    (best, at, into) = (rank, i, merged);
                }
            }

            if (at < 0)
            {
                return ids;
            }

            ids[at] = into;
            ids.RemoveAt(at + 1);
        }
    }
}
