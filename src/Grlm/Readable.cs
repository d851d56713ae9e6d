namespace Grlm.Internal;

/// <summary>Figures as people read them.</summary>
public static class Readable
{
    private static readonly string[] ByteUnits = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>Writes a duration as <c>0.4 s</c>, <c>12 s</c>, <c>2:05</c> (minutes), <c>1:02:05</c>.</summary>
    public static string Duration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 9.95 } => $"{duration.TotalSeconds:0.0} s",
        { TotalSeconds: < 59.5 } => $"{duration.TotalSeconds:0} s",
        { TotalSeconds: < 3599.5 } => $"{TimeSpan.FromSeconds(Math.Round(duration.TotalSeconds)):m\\:ss}",
        _ => $"{(long)Math.Round(duration.TotalSeconds) / 3600}:{TimeSpan.FromSeconds(Math.Round(duration.TotalSeconds)):mm\\:ss}",
    };

    /// <summary>Returns a share or a metric: <c>.1012</c>, <c>1.000</c>; a dash where there is none.</summary>
    public static string Share(double? value) => value switch
    {
        null or double.NaN => "–",
        > -1 and < 0.99995 => value.Value.ToString(".0000;-.0000"),
        _ => value.Value.ToString("0.000"),
    };

    /// <summary>Returns how two shares or metrics differ: <c>+.0012</c>, <c>-.0012</c>, <c>.0000</c>.</summary>
    public static string SignedShare(double difference) => difference.ToString("+.0000;-.0000;.0000");

    /// <summary>Writes a count as <c>12,101</c>.</summary>
    public static string Count(long value) => value.ToString("N0");

    /// <summary>Writes a rate as <c>1,234/s</c>, <c>3.1/s</c>, <c>0.25/s</c>.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 100 => $"{perSecond:N0}/s",
        >= 1 => $"{perSecond:0.0}/s",
        _ => $"{perSecond:0.00}/s",
    };

    /// <summary>Writes a size as <c>512 bytes</c>, <c>98.1 MB</c>; a kilobyte is a thousand bytes.</summary>
    public static string Bytes(double count)
    {
        var unit = 0;
        while (count >= 999.5 && unit < ByteUnits.Length - 1)
        {
            (count, unit) = (count / 1000, unit + 1);
        }

        return unit == 0 ? $"{count:0} {ByteUnits[unit]}" : $"{count:0.0} {ByteUnits[unit]}";
    }

    /// <summary>Returns so many letters of a text at most, with an ellipsis where there were more.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        // A letter beyond the first plane is two characters: half of one is none.
        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return $"{text[..end].TrimEnd()}…";
    }

    /// <summary>Writes <c>collidingItems</c> as <c>Colliding items</c>.</summary>
    public static string Words(string camelCase)
        => string.Concat(camelCase.Select((letter, place) => place == 0
            ? char.ToUpperInvariant(letter).ToString()
            : char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : letter.ToString()));
}
