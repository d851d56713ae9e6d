using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// Writes the prompts of context-aware term generation (GRLM, section 3.1): one that asks for an item's terms beside its nearest items, one
/// that asks for others where its TID collides. Safe for concurrent use.
/// </summary>
internal sealed class TermPrompts
{
    /// <summary>Nearest items that a prompt shows.</summary>
    private const int NeighborsShown = 5;

    /// <summary>Colliding items that a prompt shows: enough to see what they differ in.</summary>
    private const int OthersShown = 8;

    private readonly Catalog _catalog;
    private readonly NeighborTable _neighbors;
    private readonly PromptTemplate _first;
    private readonly PromptTemplate _collision;
    private readonly string _count;
    private readonly string _aspects;

    private TermPrompts(Catalog catalog, NeighborTable neighbors, PromptTemplate first, PromptTemplate collision, int length)
    {
        (_catalog, _neighbors, _first, _collision) = (catalog, neighbors, first, collision);
        (_count, _aspects) = (TermAspects.Count(length), TermAspects.List(length));
    }

    /// <summary>Reads the templates that the options name, or those that come with the library.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no such file.</exception>
    /// <exception cref="InvalidInputException">A file is no template.</exception>
    public static TermPrompts Read(TermsOptions options, Catalog catalog, NeighborTable neighbors) => new(
        catalog,
        neighbors,
        PromptTemplate.Read(options.Prompt, "terms.md", ["target"], ["neighbors", "count", "aspects"]),
        PromptTemplate.Read(options.CollisionPrompt, "terms-collision.md", ["target", "current", "others"], ["count"]),
        options.LengthToMake);

    /// <summary>Returns the conversation that asks for an item's terms.</summary>
    public IReadOnlyList<ChatMessage> Of(TermRequest request)
    {
        var target = _catalog[request.Item];
        return request.Current is { } current
            ? _collision.Render(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["count"] = _count,
                ["target"] = PromptText.Target(target),
                ["current"] = current.ToString(),
                ["others"] = PromptText.Others(target, request.Colliding.Take(OthersShown).Select(item => _catalog[item])),
            })
            : _first.Render(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["count"] = _count,
                ["aspects"] = _aspects,
                ["target"] = PromptText.Target(target),
                ["neighbors"] = PromptText.Neighbors(NearestOf(request.Item)),
            });
    }

    private List<Item> NearestOf(int item)
    {
        var nearest = _neighbors.Of(item);
        return [.. nearest[..Math.Min(NeighborsShown, nearest.Length)].ToArray().Select(neighbor => _catalog[neighbor.Item])];
    }
}

/// <summary>
/// Writes what prompts say of the keywords of a TID, however many it has. Five are those of the paper (GRLM, section 3.1); fewer leave out
/// what tells least, more ask for what else tells an item apart.
/// </summary>
internal static class TermAspects
{
    private const string Further = "a further trait that few of the similar products have";

    private static readonly string[] _numbers =
    [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
        "fifteen", "sixteen",
    ];

    // In the order of the keywords, with the number of keywords from which on there is one for it.
    private static readonly (string Aspect, int From)[] _aspects =
    [
        ("what it is", 2),
        ("what it does", 4),
        ("what marks it, such as material, style or main ingredient", 3),
        ("whom or what it is for", 5),
        ("what is unique about it", 2),
        ("what else sets it apart, such as its maker, model or edition", 6),
        ("its colour, flavour, scent or finish", 7),
        ("its size, strength or number of pieces", 8),
        ("where or when it is used", 9),
        ("what it belongs to or goes with", 10),
    ];

    /// <summary>Returns the number of keywords as a word.</summary>
    /// <param name="length">Number of terms of a TID.</param>
    public static string Count(int length) => _numbers[length - TermId.MinimumLength];

    /// <summary>Returns what each keyword says, a numbered line each.</summary>
    /// <param name="length">Number of terms of a TID.</param>
    public static string List(int length)
    {
        var aspects = _aspects.Where(aspect => aspect.From <= length).Select(aspect => aspect.Aspect);
        var further = Enumerable.Repeat(Further, Math.Max(0, length - _aspects.Length));
        return string.Join('\n', aspects.Concat(further).Select((aspect, place) => $"{place + 1}. {aspect}"));
    }
}
