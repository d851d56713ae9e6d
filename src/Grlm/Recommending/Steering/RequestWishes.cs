namespace Grlm.Internal;

/// <summary>
/// Holds what the wishes of a request come to: boosts and a filter. Immutable; shared between requests with the same wishes.
/// </summary>
public sealed class RequestWishes
{
    private RequestWishes(ItemBoosts? boosts, ItemFilter? filter, IReadOnlyList<UnderstoodText> understood)
        => (Boosts, Filter, Understood) = (boosts, filter, understood);

    /// <summary>Gets what is added to items; null where nothing is.</summary>
    public ItemBoosts? Boosts { get; }

    /// <summary>Gets what may be shown; null for everything.</summary>
    public ItemFilter? Filter { get; }

    /// <summary>Gets what was understood of each wish.</summary>
    public IReadOnlyList<UnderstoodText> Understood { get; }

    /// <summary>Tells apart wishes that differ; null where a request has none.</summary>
    public static string? KeyOf(RecommendationRequest request)
        => request.Want.Count + request.Avoid.Count + request.Require.Count + request.Forbid.Count == 0 ? null : string.Join('\0', [
            .. request.Want.Select(wish => $"+{wish.Weight:R} {wish.Text}"),
            .. request.Avoid.Select(wish => $"-{wish.Weight:R} {wish.Text}"),
            .. request.Require.Select(text => $"={text}"), .. request.Forbid.Select(text => $"!{text}")]);

    /// <summary>Reads the wishes of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="terms">The term IDs of all items.</param>
    /// <param name="vocabulary">Reads texts.</param>
    /// <exception cref="InvalidInputException">Nothing in the library is like what is required or forbidden.</exception>
    /// <exception cref="InvalidOptionsException">A weight is below 0 or not finite.</exception>
    internal static RequestWishes Of(RecommendationRequest request, LiveTermLibrary terms, VocabularyReader vocabulary)
    {
        var itemCount = terms.ItemCount;
        var understood = new List<UnderstoodText>();
        var boosts = new float[itemCount];
        foreach (var (wish, sign) in request.Want.Select(wish => (wish, 1)).Concat(request.Avoid.Select(wish => (wish, -1))))
        {
            if (wish.Weight is not (>= 0 and <= MaximumWeight))
            {
                throw new InvalidOptionsException(
                    $"The weight of the wish '{Readable.Cut(wish.Text, 40)}' is {wish.Weight}. Give one of 0 to {MaximumWeight}.");
            }

            foreach (var (item, share) in vocabulary.SharesOf(Understand(wish.Text), terms))
            {
                boosts[item] += (float)(sign * wish.Weight * share);
            }
        }

        ItemFilter? filter = null;
        foreach (var (text, isForbidden) in
            request.Require.Select(text => (text, false)).Concat(request.Forbid.Select(text => (text, true))))
        {
            var read = Understand(text);
            if (read.Groups.Count == 0 || (!isForbidden && read.Unknown.Count > 0))
            {
                var word = read.Unknown.Count > 0 ? read.Unknown[0] : text;
                throw new InvalidInputException(
                    $"No term of the library is like '{Readable.Cut(word, 40)}'.{vocabulary.SuggestionFor(word)} " +
                        $"Ask for it in other words, or wish for it instead of requiring it.");
            }

            var shares = vocabulary.SharesOf(read, terms);
            var own = new ItemFilter(itemCount, item => shares.GetValueOrDefault(item) >= 1 != isForbidden);
            filter = filter?.And(own) ?? own;
        }

        return new RequestWishes(Array.Exists(boosts, boost => boost != 0) ? new ItemBoosts(boosts) : null, filter, understood);

        VocabularyText Understand(string text)
        {
            var read = vocabulary.Read(text);
            understood.Add(vocabulary.Describe(read));
            return read;
        }
    }

    private const double MaximumWeight = 100;
}
