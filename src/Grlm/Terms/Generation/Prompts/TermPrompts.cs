using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// The prompts of context-aware term generation (GRLM, section 3.1): one that asks for an item's terms beside its nearest items, one that asks for
/// others where its TID collides. Safe for concurrent use.
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

    /// <summary>The conversation that asks for an item's terms.</summary>
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
