namespace Grlm;

/// <summary>A list of recommendations in the making: no item twice, none that the request does not allow, no more than asked for.</summary>
internal sealed class RecommendationList(int count, GenerationRequest request)
{
    private readonly List<Recommendation> _items = [];
    private readonly HashSet<int> _listed = [];

    public IReadOnlyList<Recommendation> Items => _items;

    public int Missing => count - _items.Count;

    public bool IsFull => Missing <= 0;

    /// <summary>Whether an item is allowed and not listed yet.</summary>
    public bool Takes(int item) => request.Allows(item) && !_listed.Contains(item);

    /// <summary>Adds an item; returns whether there was room for it and it may stand in the list.</summary>
    public bool Add(int item, double score, GroundingSource source)
    {
        if (IsFull || !Takes(item))
        {
            return false;
        }

        _listed.Add(item);
        _items.Add(new Recommendation(item, score, source));
        return true;
    }
}
