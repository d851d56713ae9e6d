using CsCheck;

namespace Grlm.Tests;

public sealed class BeamListTests
{
    [Fact]
    public void KeepBest_EqualsSortingAll() => Gen.Select(Gen.Int[-3, 0].Array[0, 400], Gen.Int[1, 50]).Sample((scores, count) =>
    {
        Beam[] all = [.. scores.Select((score, node) => new Beam(node, score))];
        var (candidates, kept) = (new BeamList(), new BeamList());
        new Random(scores.Length).Shuffle(all);
        foreach (var beam in all)
        {
            candidates.Add(beam);
        }

        kept.KeepBest(candidates, count);

        Assert.Equal(all.OrderByDescending(beam => beam.LogProbability).ThenBy(beam => beam.Node).Take(count), kept.Beams.ToArray());
    });
}
