using System.Collections.Immutable;

namespace Grlm;

/// <summary>
/// Tells items apart that share a TID though their metadata differ. First the provider is asked, in rounds; then the last slot of each item takes
/// a token of its own metadata that the others lack. TIDs that must stay are left alone. Afterwards nothing that differs in metadata collides,
/// unless it did among the TIDs that must stay.
/// </summary>
internal sealed class CollisionRepair
{
    private const int TokensInPairs = 16;

    private readonly Catalog _catalog;
    private readonly TermId?[] _termIds;
    private readonly IReadOnlySet<int> _open;
    private readonly WordCutter _cutter;
    private readonly string[] _metadata;

    /// <param name="catalog">The items.</param>
    /// <param name="termIds">Their TIDs, which are changed in place.</param>
    /// <param name="open">The items whose TIDs may change.</param>
    /// <param name="cutter">Cuts the items' texts into words.</param>
    public CollisionRepair(Catalog catalog, TermId?[] termIds, IReadOnlySet<int> open, WordCutter cutter)
        => (_catalog, _termIds, _open, _cutter, _metadata) = (catalog, termIds, open, cutter, [.. catalog.Select(ItemMetadata.KeyOf)]);

    private IReadOnlyList<CollisionGroup> Groups => [.. CollisionGroup.Find(_termIds, _metadata).Where(group => group.Items.Any(_open.Contains))];

    /// <summary>Repairs what collides.</summary>
    /// <param name="provider">Is asked first.</param>
    /// <param name="rounds">How often at most.</param>
    /// <param name="cancellationToken">Stops between answers.</param>
    /// <returns>Items whose TID has changed.</returns>
    public async Task<int> RunAsync(ITermProvider provider, int rounds, CancellationToken cancellationToken)
    {
        var before = _termIds.ToArray();
        for (var (round, improves) = (0, true); round < rounds && improves; round++)
        {
            improves = await AskAsync(provider, cancellationToken);
        }

        var owners = Owners();
        foreach (var group in Groups)
        {
            Discriminate(group, owners);
        }

        return Enumerable.Range(0, before.Length).Count(item => !Equals(before[item], _termIds[item]));
    }

    private async Task<bool> AskAsync(ITermProvider provider, CancellationToken cancellationToken)
    {
        var requests = Groups.SelectMany(RequestsOf).ToList();
        var answers = new SortedDictionary<int, TermId>();
        if (requests.Count == 0)
        {
            return false;
        }

        var length = requests[0].Current!.Terms.Length;
        await foreach (var proposal in provider.ProposeAsync(requests, cancellationToken))
        {
            if (proposal.Failure is null && TermValidation.Check(proposal.Terms, length, out var termId) is null)
            {
                answers[proposal.Item] = termId!;
            }
        }

        // In item order, so that who comes first to a TID doesn't depend on which answer did.
        var owners = Owners();
        var changed = false;
        foreach (var (item, termId) in answers)
        {
            if (IsFree(termId, item, owners))
            {
                owners[termId] = _metadata[item];
                _termIds[item] = termId;
                changed = true;
            }
        }

        return changed;
    }

    private IEnumerable<TermRequest> RequestsOf(CollisionGroup group)
        => from member in @group.Members
           from item in member
           where _open.Contains(item)
           select new TermRequest(item, @group.TermId, [.. @group.Members.Where(other => other != member).SelectMany(other => other)]);

    private void Discriminate(CollisionGroup group, Dictionary<TermId, string> owners)
    {
        var tokens = group.Members.Select(member => DiscriminatingTokens.Of(_catalog[member[0]], _cutter)).ToList();
        var others = tokens.SelectMany(own => own).CountBy(token => token, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        var keeps = KeeperOf(group, tokens, others);
        for (var member = 0; member < group.Members.Count; member++)
        {
            int[] items = [.. group.Members[member].Where(_open.Contains)];
            if (member == keeps || items.Length == 0)
            {
                continue;
            }

            var own = tokens[member].Where(token => others[token] == 1).Concat(PairsOf(tokens[member])).Concat(Numbered());
            var termId = own.Select(token => WithLast(group.TermId, token)).First(termId => termId is not null && IsFree(termId, items[0], owners))!;
            owners[termId] = _metadata[items[0]];
            foreach (var item in items)
            {
                _termIds[item] = termId;
            }
        }
    }

    /// <summary>The member that keeps the TID: one that has to, else the first without a token of its own, else the first.</summary>
    private int KeeperOf(CollisionGroup group, List<IReadOnlyList<string>> tokens, Dictionary<string, int> counts)
    {
        var members = Enumerable.Range(0, group.Members.Count);
        return members.Where(member => group.Members[member].Any(item => !_open.Contains(item)))
            .Concat(members.Where(member => tokens[member].All(token => counts[token] > 1)))
            .FirstOrDefault(0);
    }

    private static IEnumerable<string> PairsOf(IReadOnlyList<string> tokens)
        => from first in Enumerable.Range(0, Math.Min(TokensInPairs, tokens.Count))
           from second in Enumerable.Range(first + 1, Math.Min(TokensInPairs, tokens.Count) - first - 1)
           select $"{tokens[first]}-{tokens[second]}";

    /// <summary>For metadata that differ in no word.</summary>
    private static IEnumerable<string> Numbered() => Enumerable.Range(2, int.MaxValue - 2).Select(number => $"variant-{number}");

    /// <summary>The TID with another last term; null where it has the term already, or it is none.</summary>
    private static TermId? WithLast(TermId termId, string token)
        => TermNormalForm.TryNormalize(token, out var term) && !termId.Terms.Contains(term, StringComparer.Ordinal)
            ? new TermId([.. termId.Terms[..^1], term])
            : null;

    private bool IsFree(TermId termId, int item, Dictionary<TermId, string> owners)
        => !owners.TryGetValue(termId, out var owner) || string.Equals(owner, _metadata[item], StringComparison.Ordinal);

    /// <summary>The metadata of the items under each TID; of colliding ones those of the last.</summary>
    private Dictionary<TermId, string> Owners()
    {
        var owners = new Dictionary<TermId, string>();
        for (var item = 0; item < _termIds.Length; item++)
        {
            if (_termIds[item] is { } termId)
            {
                owners[termId] = _metadata[item];
            }
        }

        return owners;
    }
}
