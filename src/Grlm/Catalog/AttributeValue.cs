using System.Globalization;
using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>Holds the value of a free attribute of an item: a text, a number or a list of texts, in JSON as well. Immutable.</summary>
[JsonConverter(typeof(AttributeValueConverter))]
public sealed class AttributeValue : IEquatable<AttributeValue>
{
    private AttributeValue(string? text, double? number, IReadOnlyList<string>? list) => (Text, Number, List) = (text, number, list);

    /// <summary>Returns the text; null where the value is none.</summary>
    public string? Text { get; }

    /// <summary>Returns the number; null where the value is none.</summary>
    public double? Number { get; }

    /// <summary>Returns the list; null where the value is none.</summary>
    public IReadOnlyList<string>? List { get; }

    /// <summary>Makes a text.</summary>
    public static AttributeValue Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new AttributeValue(text, null, null);
    }

    /// <summary>Makes a number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is infinite or none.</exception>
    public static AttributeValue Of(double number)
        => double.IsFinite(number) ? new AttributeValue(null, number, null) : throw new ArgumentOutOfRangeException(nameof(number));

    /// <summary>Makes a list of texts.</summary>
    public static AttributeValue Of(IReadOnlyList<string> list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return new AttributeValue(null, null, [.. list]);
    }

    /// <summary>Returns the texts that the value holds: one, those of the list, or the number as it is written in JSON.</summary>
    public IReadOnlyList<string> Texts() => List ?? [Text ?? Number!.Value.ToString("R", CultureInfo.InvariantCulture)];

    /// <inheritdoc/>
    public bool Equals(AttributeValue? other)
        => other is not null && Text == other.Text && Number == other.Number
            && (List is null ? other.List is null : other.List is not null && List.SequenceEqual(other.List));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AttributeValue);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Number, List?.Count);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Texts());
}
