namespace Grlm;

/// <summary>
/// Words the sentences of explanations; change or translate them as you like. <c>{items}</c>, <c>{terms}</c> stand for titles of the
/// history and for terms.
/// </summary>
public sealed record ExplanationTexts
{
    /// <summary>Gets the sentence where items of the history are the reason and share terms with what is recommended.</summary>
    public string BecauseOfItemsAndTerms { get; init; } = "because of {items}: {terms}";

    /// <summary>Gets the sentence where items of the history are the reason, by what users do.</summary>
    public string BecauseOfItems { get; init; } = "because of {items}";

    /// <summary>Gets the sentence where it is what was asked for.</summary>
    public string AskedFor { get; init; } = "asked for: {terms}";

    /// <summary>Gets the sentence where it is what was asked for, and items of the history speak for it as well.</summary>
    public string AskedForAndBecauseOfItems { get; init; } = "asked for: {terms}; and because of {items}";

    /// <summary>Gets the sentence where nothing else is the reason.</summary>
    public string Popular { get; init; } = "many turn to it";

    /// <summary>Gets what stands between two items.</summary>
    public string And { get; init; } = " and ";

    /// <summary>Returns a sentence.</summary>
    /// <param name="items">Titles of the items of the history that are the reason, the strongest first.</param>
    /// <param name="terms">Terms that they share with what is recommended, or that were asked for.</param>
    /// <param name="isAskedFor">Whether the terms were asked for.</param>
    public string Sentence(IReadOnlyList<string> items, IReadOnlyList<string> terms, bool isAskedFor)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(terms);
        var text = (items.Count, terms.Count) switch
        {
            ( > 0, > 0) => isAskedFor ? AskedForAndBecauseOfItems : BecauseOfItemsAndTerms,
            ( > 0, _) => BecauseOfItems,
            (_, > 0) => AskedFor,
            _ => Popular,
        };

        // Titles last: what stands in them is no part of the template.
        return text.Replace("{terms}", string.Join(", ", terms), StringComparison.Ordinal)
            .Replace("{items}", string.Join(And, items), StringComparison.Ordinal);
    }
}
