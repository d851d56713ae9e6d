namespace Grlm;

/// <summary>
/// Holds a condition on items in a small typed language: <c>category == "Tents" &amp;&amp; price &lt; 200 &amp;&amp; "ultralight" in
/// terms</c>. Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// Fields are <c>id</c>, <c>title</c>, <c>brand</c>, <c>description</c>, <c>domain</c> (texts), <c>category</c> and <c>terms</c> (lists of
/// texts; an item is in a category by the name of a level or by levels in a row, <c>"Beauty &gt; Hair Care"</c>), <c>price</c> and
/// <c>stock</c> (numbers), and the catalogue's attributes by their name, or as <c>attributes["screen size"]</c>. Comparisons are <c>== !=
/// &lt; &lt;= &gt; &gt;=</c>, <c>in</c> and <c>contains</c>, <c>startsWith</c>, <c>endsWith</c>; they are joined by <c>&amp;&amp;</c>,
/// <c>||</c>, <c>!</c> and parentheses. Case does not matter to texts. A list equals what stands in it. What is not known of an item fails
/// every comparison but <c>!=</c>, which is the opposite of <c>==</c>; <c>price == null</c> finds it.
/// </remarks>
public sealed class ItemExpression
{
    /// <summary>Holds the characters in the longest expression.</summary>
    public const int MaximumLength = 4_096;

    private readonly Func<FilteredItem, bool> _matches;

    private ItemExpression(string text, Func<FilteredItem, bool> matches) => (Text, _matches) = (text, matches);

    /// <summary>Returns the expression as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression: 1 to 4,096 characters.</param>
    /// <param name="attributes">Names of the attributes that the catalogue's items have.</param>
    /// <exception cref="InvalidInputException">
    /// It can't be read, names a field that there is none of, or compares what can't be compared. The message names the position, the first
    /// being 1.
    /// </exception>
    public static ItemExpression Parse(string text, IReadOnlyCollection<string>? attributes = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= MaximumLength
            ? new ItemExpression(text, new ExpressionParser(ExpressionLexer.Read(text), attributes ?? []).Parse())
            : throw ExpressionToken.Fault(MaximumLength, $"It goes on beyond {MaximumLength:N0} characters. Make it shorter.");
    }

    /// <summary>Tells whether an item meets the condition.</summary>
    /// <param name="item">The item.</param>
    /// <param name="terms">Its term ID's terms; empty where it has none.</param>
    public bool Matches(Item item, IReadOnlyList<string> terms)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(terms);
        return _matches(new FilteredItem(item, terms));
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
