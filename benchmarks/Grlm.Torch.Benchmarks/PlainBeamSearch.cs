using static TorchSharp.torch;

namespace Grlm.Torch.Benchmarks;

/// <summary>
/// Beam search as textbooks and libraries have it, to compare with: one user at a time, one row of a batch for each beam with keys and
/// values of its own, which are copied when beams branch, and one token of each beam in a pass. What is cheap to do well is done well: the
/// prompt is read once and not once for each beam, the cache is allocated once, and only the numbers that are looked at leave the device.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="settings">How the search runs.</param>
internal sealed class PlainBeamSearch(CausalNetwork network, BeamSearchSettings settings)
{
    public IReadOnlyList<GeneratedSequence> Search(int[] prompt, ITokenConstraint constraint)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        using var cache = network.CreateCache(settings.Beams, prompt.Length + settings.MaximumNewTokens);
        List<GeneratedSequence> found = [];
        List<(int[] Tokens, int State, double LogProbability)> beams = [([], constraint.Start, 0)];
        var logits = ReadPrompt(prompt, cache);
        for (var length = 1; ; length++)
        {
            using var step = NewDisposeScope();
            var candidates = Candidates(beams, logits, constraint);
            bool Ends((int Beam, int Token, double Score) candidate)
                => length == settings.MaximumNewTokens || settings.EndTokens.Contains(candidate.Token);
            found.AddRange(candidates.Take(settings.Beams).Where(Ends)
                .Select(one => new GeneratedSequence([.. beams[one.Beam].Tokens, one.Token], one.Score)));
            found = [.. found.OrderByDescending(sequence => sequence.Score).Take(settings.Beams)];
            var next = candidates.Where(candidate => !Ends(candidate)).Take(settings.Beams).ToList();
            if (next.Count == 0 || (found.Count == settings.Beams && next[0].Score <= found[^1].Score))
            {
                return found;
            }

            cache.Reorder([.. next.Select(candidate => (long)candidate.Beam)]);
            beams =
                [.. next.Select(
                    one => (
                        (int[])[.. beams[one.Beam].Tokens, one.Token], constraint.Follow(beams[one.Beam].State, one.Token), one.Score))];
            logits.Dispose();
            logits = ReadTokens([.. beams.Select(beam => beam.Tokens[^1])], prompt.Length + length - 1, cache).MoveToOuterDisposeScope();
        }
    }

    private Tensor ReadPrompt(int[] prompt, KeyValueCache cache)
    {
        using var scope = NewDisposeScope();
        using var one = network.CreateCache(1, prompt.Length);
        var hidden = network.Forward(TokenBatch.Padded([prompt], PaddingSide.Left), one);
        cache.CopyFirstRow(one);
        return network.Logits(hidden.select(1, prompt.Length - 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Reads one token of each beam; rows without a beam are filled up.</summary>
    private Tensor ReadTokens(int[] tokens, int position, KeyValueCache cache)
    {
        using var scope = NewDisposeScope();
        var ids = new long[settings.Beams];
        for (var row = 0; row < tokens.Length; row++)
        {
            ids[row] = tokens[row];
        }

        var positions = Enumerable.Repeat((long)position, settings.Beams).ToArray();
        var hidden = network.Forward(new TokenBatch(settings.Beams, 1, ids, positions, new float[settings.Beams * (position + 1)]), cache);
        return network.Logits(hidden.select(1, 0)).MoveToOuterDisposeScope();
    }

    private List<(int Beam, int Token, double Score)> Candidates(
        List<(int[] Tokens, int State, double LogProbability)> beams, Tensor logits, ITokenConstraint constraint)
    {
        var normalizers = TensorNumbers.Floats(logits.logsumexp(-1));
        List<(int Beam, int Token, double Score)> candidates = [];
        List<long> places = [];
        for (var beam = 0; beam < beams.Count; beam++)
        {
            foreach (var token in constraint.Allowed(beams[beam].State))
            {
                places.Add((beam * logits.shape[1]) + token);
                candidates.Add((beam, token, beams[beam].LogProbability - normalizers[beam]));
            }
        }

        var values = TensorNumbers.Floats(logits.view(-1).index_select(0, tensor(places, device: logits.device)));
        return [.. candidates.Select((one, place) => one with { Score = one.Score + values[place] }).OrderByDescending(one => one.Score)
            .Take(settings.Candidates)];
    }
}
