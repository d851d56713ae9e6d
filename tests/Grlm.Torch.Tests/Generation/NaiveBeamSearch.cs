namespace Grlm.Torch.Tests;

/// <summary>Beam search as it is written on paper: every beam a list of tokens that is read from its beginning at every step.</summary>
internal static class NaiveBeamSearch
{
    public static IReadOnlyList<GeneratedSequence> Search(
        CausalNetwork network, int[] prompt, BeamSearchSettings settings, Func<int[], int, bool>? allows = null)
    {
        List<GeneratedSequence> found = [], running = [new([], 0)];
        for (var length = 1; running.Count > 0; length++)
        {
            var candidates = running
                .SelectMany(beam => RandomNetwork.LogProbabilitiesBehind(network, [.. prompt, .. beam.Tokens])
                    .Select((logProbability, token) => new GeneratedSequence([.. beam.Tokens, token], beam.Score + logProbability))
                    .OrderByDescending(candidate => candidate.Score)
                    .DistinctBy(candidate => settings.ClosingTokens.Contains(candidate.Tokens[^1]) ? -1 : candidate.Tokens[^1]))
                .Where(candidate => allows?.Invoke(candidate.Tokens[..^1], candidate.Tokens[^1]) != false)
                .OrderByDescending(candidate => candidate.Score).Take(settings.Candidates).ToList();
            var isLast = length == settings.MaximumNewTokens;
            bool Ends(GeneratedSequence candidate)
                => isLast || settings.EndTokens.Contains(candidate.Tokens[^1]) || settings.ClosingTokens.Contains(candidate.Tokens[^1]);
            double Final(double score) => score / Math.Pow(length, settings.LengthPenalty);

            found.AddRange(
                candidates.Take(settings.Beams).Where(Ends).Select(candidate => candidate with { Score = Final(candidate.Score) }));
            found = [.. found.OrderByDescending(sequence => sequence.Score).Take(settings.Beams)];
            running = [.. candidates.Where(candidate => !Ends(candidate)).Take(settings.Beams)];
            if (found.Count == settings.Beams && running.Count > 0 && Final(running[0].Score) <= found[^1].Score)
            {
                running = [];
            }
        }

        return found;
    }
}
