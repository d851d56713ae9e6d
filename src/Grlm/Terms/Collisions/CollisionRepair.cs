using System.Collections.Immutable;

namespace Grlm;

/// <summary>
/// Tells items apart that share a TID though their metadata differ. First the provider is asked, in rounds; then the last slot of each item
/// takes a token of its own metadata that the others lack. TIDs that must stay are left alone. Afterwards nothing that differs in metadata
/// collides, unless it did among the TIDs that must stay.
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

    private IReadOnlyList<CollisionGroup> Groups
        => [.. CollisionGroup.Find(_termIds, _metadata).Where(group => group.Items.Any(_open.Contains))];

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
            var termId = own.Select(token => WithLast(group.TermId, token))
                .First(termId => termId is not null && IsFree(termId, items[0], owners))!;
            owners[termId] = _metadata[items[0]];
            foreach (var item in items)
            {
                _termIds[item] = termId;
            }
        }
    }

    /// <summary>
    /// Returns the member that keeps the TID: one that has to, else the first without a token of its own, else the first.
    /// </summary>
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

    /// <summary>Numbers terms for metadata that differ in no word.</summary>
    private static IEnumerable<string> Numbered() => Enumerable.Range(2, int.MaxValue - 2).Select(number => $"variant-{number}");

    /// <summary>Returns the TID with another last term; null where it has the term already, or it is none.</summary>
    private static TermId? WithLast(TermId termId, string token)
        => TermNormalForm.TryNormalize(token, out var term) && !termId.Terms.Contains(term, StringComparer.Ordinal)
            ? new TermId([.. termId.Terms[..^1], term])
            : null;

    private bool IsFree(TermId termId, int item, Dictionary<TermId, string> owners)
        => !owners.TryGetValue(termId, out var owner) || string.Equals(owner, _metadata[item], StringComparison.Ordinal);

    /// <summary>Returns the metadata of the items under each TID; of colliding ones those of the last.</summary>
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

/// <summary>
/// Items of different metadata under one TID. Items of equal metadata are one member: nothing can tell them apart, and nothing need.
/// </summary>
/// <param name="TermId">The TID.</param>
/// <param name="Members">The items, those of equal metadata together, in the order of their first ones.</param>
internal sealed record CollisionGroup(TermId TermId, IReadOnlyList<IReadOnlyList<int>> Members)
{
    /// <summary>Gets the items of the group.</summary>
    public IEnumerable<int> Items => Members.SelectMany(member => member);

    /// <summary>Finds the groups of a catalogue.</summary>
    /// <param name="termIds">The TIDs in catalogue order; null where there is none.</param>
    /// <param name="metadata">The items' metadata, see <see cref="ItemMetadata"/>.</param>
    public static IReadOnlyList<CollisionGroup> Find(IReadOnlyList<TermId?> termIds, IReadOnlyList<string> metadata)
        => [.. Enumerable.Range(0, termIds.Count)
            .Where(item => termIds[item] is not null)
            .GroupBy(item => termIds[item]!)
            .Where(group => group.Skip(1).Any())
            .Select(group => new CollisionGroup(
                group.Key,
                [.. group.GroupBy(item => metadata[item], StringComparer.Ordinal).Select(member => (IReadOnlyList<int>)[.. member])]))
            .Where(group => group.Members.Count > 1)];
}

/// <summary>
/// Finds the words of an item's metadata that could tell it from another one, best first: words and amounts of the title (model, size,
/// colour, count), its bare numbers, brand, categories, description, and at last words that name no trait.
/// </summary>
internal static class DiscriminatingTokens
{
    /// <summary>Longer numbers are no amounts but the shop's own.</summary>
    private const int LongestAmount = 5;

    /// <summary>Names the unit whose letter also stands for nothing: <c>I'm</c>.</summary>
    private const string Metre = "m";

    /// <summary>Returns the tokens in normal form, each once.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cutter">Cuts its texts into words.</param>
    public static IReadOnlyList<string> Of(Item item, WordCutter cutter)
    {
        var (tokens, numbers, rest) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var words in TextSegments.Of(item.Title, cutter))
        {
            AddTitle(words, tokens, numbers, rest);
        }

        var others = item.Categories.SelectMany(path => path).Prepend(item.Brand).Append(PlainText.Of(item.Description));
        foreach (var word in others.SelectMany(text => TextSegments.Of(text, cutter)).SelectMany(words => words))
        {
            (StopWords.Contains(word) || TextSegments.IsNumber(word) ? rest : numbers).Add(word);
        }

        return [.. tokens.Concat(numbers).Concat(rest).SelectMany(Normalized).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>
    /// Returns what a title of few words has besides them: its amounts, its words two by two (but for a title of two), its single letters.
    /// </summary>
    /// <param name="title">The title.</param>
    /// <param name="cutter">Cuts it into words.</param>
    public static IEnumerable<string> RestOf(string title, WordCutter cutter)
    {
        var segments = TextSegments.Of(title, cutter);
        var places = segments.SelectMany(words => Enumerable.Range(0, words.Length).Select(place => (words, place)));
        var amounts = places.Where(at => at.words[at.place].Length <= LongestAmount).Select(at => AmountAt(at.words, at.place))
            .OfType<string>();
        var pairs = places.Where(
            at => segments.Sum(words => words.Length) > 2 && at.place > 0 && IsWord(at.words[at.place - 1]) && IsWord(at.words[at.place]))
            .Select(at => TermWords.Join(at.words[at.place - 1], at.words[at.place]));
        var letters = places.Where(at => at.words[at.place].Length == 1 && !TextSegments.IsNumber(at.words[at.place])
            && (at.place == 0 || AmountAt(at.words, at.place - 1) is null)).Select(at => at.words[at.place]);
        return amounts.Concat(pairs).Concat(letters).SelectMany(Normalized);
    }

    private static bool IsWord(string word) => word.Length > 1 && !StopWords.Contains(word) && !TextSegments.IsNumber(word);

    private static void AddTitle(string[] words, List<string> tokens, List<string> numbers, List<string> rest)
    {
        for (var place = 0; place < words.Length; place++)
        {
            if (!TextSegments.IsNumber(words[place]))
            {
                (StopWords.Contains(words[place]) ? rest : tokens).Add(words[place]);
                continue;
            }

            numbers.Add(words[place]);
            if (AmountAt(words, place) is { } amount)
            {
                tokens.Add(amount);
            }
        }
    }

    private static string? AmountAt(string[] words, int place)
        => TextSegments.IsNumber(words[place]) && place + 1 < words.Length && !TextSegments.IsNumber(words[place + 1])
            && (words[place + 1] == Metre || !StopWords.Contains(words[place + 1]))
            ? $"{words[place]}-{words[place + 1]}"
            : null;

    private static IEnumerable<string> Normalized(string token)
        => TermNormalForm.TryNormalize(token, out var term) ? [term] : [];
}

/// <summary>
/// Writes what is known of an item as one text: equal exactly where title, brand, categories and description are, composed (form C) or not.
/// </summary>
internal static class ItemMetadata
{
    private const char Field = '\u001F', Part = '\u001E', Path = '\u001D';

    /// <summary>Returns the text.</summary>
    public static string KeyOf(Item item)
    {
        var categories = string.Join(Path, item.Categories.Select(path => string.Join(Part, path)));
        return Nfc.Normalize(string.Join(Field, item.Title, item.Brand, categories, item.Description));
    }
}
