namespace Grlm;

/// <summary>Reads one side of a comparison: a field of the item, or what was written.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Of">Returns its value for an item; null where that is not known.</param>
/// <param name="Name">What messages call it.</param>
/// <param name="Position">Where it stands, the first character being 1.</param>
internal sealed record ExpressionOperand(ExpressionKind Kind, Func<FilteredItem, AttributeValue?> Of, string Name, int Position)
{
    private const string LevelSeparator = " > ";

    private static readonly Dictionary<string, (ExpressionKind Kind, Func<FilteredItem, AttributeValue?> Of)> _fields =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["id"] = (ExpressionKind.Text, facts => AttributeValue.Of(facts.Item.Id)),
            ["title"] = (ExpressionKind.Text, facts => AttributeValue.Of(facts.Item.Title)),
            ["brand"] = (ExpressionKind.Text, facts => AttributeValue.Of(facts.Item.Brand)),
            ["category"] = (ExpressionKind.List, facts => AttributeValue.Of(LevelsInARow(facts.Item))),
            ["description"] = (ExpressionKind.Text, facts => AttributeValue.Of(facts.Item.Description)),
            ["domain"] = (ExpressionKind.Text, facts => AttributeValue.Of(facts.Item.Domain)),
            ["price"] = (ExpressionKind.Number, facts => OfNumber(facts.Item.Price)),
            ["stock"] = (ExpressionKind.Number, facts => OfNumber(facts.Item.Stock)),
            ["terms"] = (ExpressionKind.List, facts => AttributeValue.Of(facts.Terms)),
        };

    /// <summary>Returns the names of the fields that every item has.</summary>
    public static IReadOnlyCollection<string> FieldNames => _fields.Keys;

    /// <summary>Reads a field that every item has; null for another name.</summary>
    public static ExpressionOperand? Field(ExpressionToken name)
        => _fields.TryGetValue(name.Text.Equals("categories", StringComparison.OrdinalIgnoreCase) ? "category" : name.Text, out var field)
            ? new ExpressionOperand(field.Kind, field.Of, $"'{name.Text}'", name.Position)
            : null;

    /// <summary>Reads an attribute of the item.</summary>
    public static ExpressionOperand Attribute(string name, int position)
        => new(ExpressionKind.Any, facts => facts.Item.Attributes.GetValueOrDefault(name), $"'{name}'", position);

    /// <summary>Reads what stands in the expression itself.</summary>
    public static ExpressionOperand Written(ExpressionKind kind, AttributeValue? value, string name, int position)
        => new(kind, _ => value, name, position);

    /// <summary>Tells whether two values are equal: texts without regard to case, a list to what stands in it.</summary>
    public static bool AreEqual(AttributeValue? first, AttributeValue? second)
    {
        if (first is null || second is null)
        {
            return first is null && second is null;
        }

        return first.Number is { } number && second.Number is { } other
            ? number == other
            : first.Texts().Any(text => second.Texts().Any(another => IsSame(text, another)));
    }

    /// <summary>Compares two numbers, or two texts in the order of their characters; null for anything else.</summary>
    public static int? Compare(AttributeValue? first, AttributeValue? second)
        => first?.Number is { } number && second?.Number is { } other ? number.CompareTo(other)
            : first?.Text is { } text && second?.Text is { } another ? string.Compare(text, another, StringComparison.OrdinalIgnoreCase)
            : null;

    private static AttributeValue? OfNumber(double? number)
        => number is { } value && double.IsFinite(value) ? AttributeValue.Of(value) : null;

    /// <summary>Returns all levels in a row of the item's category paths: <c>Hair Care</c> and <c>Beauty &gt; Hair Care</c>.</summary>
    private static IReadOnlyList<string> LevelsInARow(Item item)
        => [.. item.Categories.SelectMany(path => Enumerable.Range(0, path.Count).SelectMany(start
            => Enumerable.Range(start + 1, path.Count - start).Select(end => string.Join(LevelSeparator, path.Take(end).Skip(start)))))];

    private static bool IsSame(string first, string second)
        => first.Equals(second, StringComparison.OrdinalIgnoreCase)
            || (first.Contains('>', StringComparison.Ordinal) && Spaced(first).Equals(Spaced(second), StringComparison.OrdinalIgnoreCase));

    private static string Spaced(string levels) => string.Join(LevelSeparator, levels.Split('>', StringSplitOptions.TrimEntries));
}

/// <summary>Holds what an expression reads of an item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Terms">Its term ID's terms; empty where it has none.</param>
internal readonly record struct FilteredItem(Item Item, IReadOnlyList<string> Terms);

/// <summary>Names what a side of a comparison is, as far as that is known before there is an item.</summary>
internal enum ExpressionKind
{
    /// <summary>Different for each item: an attribute, which an item may also lack.</summary>
    Any,
    Text,
    Number,
    List,
    Nothing,
}
