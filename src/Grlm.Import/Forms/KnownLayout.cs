using System.Globalization;

namespace Grlm.Import;

/// <summary>A table of public data whose columns no header names.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Separators">What may stand between its fields.</param>
/// <param name="Columns">Names of its columns.</param>
/// <param name="IsRow">Tells a row of it from a row of another table with as many columns.</param>
internal sealed record KnownLayout(string Name, FileContent Content, string[] Separators, string[] Columns, Func<string[], bool> IsRow)
{
    /// <summary>What the name of a column begins with that says, by 1 or 0, whether an item is of a genre.</summary>
    public const string Genre = "genre=";

    private static readonly string[] _genres =
    [
        "genre=unknown", "genre=Action", "genre=Adventure", "genre=Animation", "genre=Children's", "genre=Comedy", "genre=Crime", "genre=Documentary",
        "genre=Drama", "genre=Fantasy", "genre=Film-Noir", "genre=Horror", "genre=Musical", "genre=Mystery", "genre=Romance", "genre=Sci-Fi",
        "genre=Thriller", "genre=War", "genre=Western",
    ];

    /// <summary>All of them; the first that fits is taken.</summary>
    public static IReadOnlyList<KnownLayout> All { get; } =
    [
        new("MovieLens films (movies.dat)", FileContent.Items, ["::"], ["item_id", "title", "genres"], row => IsWhole(row[0])),
        new(
            "MovieLens films (u.item)",
            FileContent.Items,
            ["|"],
            ["item_id", "title", "release date", "video release date", "IMDb URL", .. _genres],
            row => IsWhole(row[0]) && row[5..].All(flag => flag is "0" or "1")),

        // Amazon's ratings of 2018 name the item first, those of 2014 the user.
        new(
            "Amazon ratings, item first",
            FileContent.Interactions,
            [","],
            ["item_id", "user_id", "rating", "timestamp"],
            row => IsAsin(row[0]) && !IsAsin(row[1]) && IsNumber(row[2]) && IsTime(row[3])),
        new(
            "ratings without a header",
            FileContent.Interactions,
            ["::", "\t", ",", ";", "|"],
            ["user_id", "item_id", "rating", "timestamp"],
            row => row[0].Length > 0 && row[1].Length > 0 && IsNumber(row[2]) && IsTime(row[3])),
    ];

    private static bool IsWhole(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    // Seconds since 1970 have nine digits from 1973 on.
    private static bool IsTime(string text) => IsWhole(text) && text.Length >= 9;

    private static bool IsAsin(string text) => text.Length == 10 && text.All(char.IsAsciiLetterOrDigit) && (text[0] == 'B' || text[..9].All(char.IsAsciiDigit));
}
