using System.Globalization;
using System.Text;

namespace Grlm.Import;

/// <summary>
/// Says what a file looks like: the one description that all readers go by, and that is shown where a file is only looked at.
/// </summary>
internal sealed record FileForm
{
    /// <summary>Gets the form of its rows.</summary>
    public required InputFormat Format { get; init; }

    /// <summary>Tells whether it is compressed.</summary>
    public bool IsGzip { get; init; }

    /// <summary>Gets how its text is encoded; null for UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Tells whether a line that is not UTF-8 is Latin-1: public data that is known to be either.</summary>
    public bool MayBeLatin1 { get; init; }

    /// <summary>Gets what ends a line.</summary>
    public byte LineEnd { get; init; } = (byte)'\n';

    /// <summary>Gets what stands between the fields of a table.</summary>
    public string Separator { get; init; } = ",";

    /// <summary>Names of a table's columns; null where its first line says them.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Gets whose data it looks like; null where that is not known.</summary>
    public string? Layout { get; init; }

    /// <summary>Tells whether the fields of a table may be quoted (RFC 4180); with tabs, a quote is text.</summary>
    public bool HasQuotes => Separator is [not '\t'];

    /// <summary>Describes the form in words: <c>table separated by ';', windows-1252, with a header</c>.</summary>
    public string Describe()
    {
        var rows = Format switch
        {
            InputFormat.JsonLines => "JSON, one object a line",
            InputFormat.JsonElements => "JSON, a list of objects",
            InputFormat.PythonLines => "Python dictionaries, one a line",
            InputFormat.Sequences => "sequences (user item item …)",
            InputFormat.Parquet => "Parquet",
            _ => $"table separated by {(Separator is "\t" ? "tabs" : $"'{Separator}'")}, {(Columns is null ? "with" : "without")} a header",
        };
        var encoding = Format is InputFormat.Parquet ? "" : $", {(Encoding?.WebName ?? (MayBeLatin1 ? "UTF-8 or Latin-1" : "UTF-8"))}";
        var packed = IsGzip ? ", gzip" : "";
        var lines = LineEnd is (byte)'\r' ? ", lines end in CR" : "";
        return $"{rows}{encoding}{packed}{lines}{(Layout is null ? "" : $"; {Layout}")}";
    }
}

/// <summary>Says what a file holds.</summary>
internal enum FileContent
{
    /// <summary>Catalogue.</summary>
    Items,

    /// <summary>Names what users did with items.</summary>
    Interactions,
}

/// <summary>Holds what a user says about the form of a file; whatever is left out is recognised.</summary>
internal sealed record FormHints
{
    /// <summary>Nothing is said.</summary>
    public static FormHints None { get; } = new();

    /// <summary>Gets how the text is encoded.</summary>
    public Encoding? Encoding { get; private init; }

    /// <summary>Gets what stands between fields.</summary>
    public string? Separator { get; private init; }

    /// <summary>Tells whether the first line is a row: columns are then named by their number, from 1.</summary>
    public bool NoHeader { get; private init; }

    /// <summary>Columns by what they mean; several of one meaning are tried in this order.</summary>
    public IReadOnlyList<(FieldRole Role, string Column)> Columns { get; private init; } = [];

    /// <summary>Gets what the columns must hold although an import can do without: it is chosen by.</summary>
    public IReadOnlyList<FieldRole> Required { get; private init; } = [];

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidOptionsException">There is no such encoding, separator or meaning of a column.</exception>
    public static FormHints Of(ImportOptions options) => Of(options.Columns, options.Separator, options.Encoding, options.NoHeader) with
    {
        Required = [.. options.MinimumRating is null ? [] : (FieldRole[])[FieldRole.Rating],
            .. options.Events.Count == 0 ? [] : (FieldRole[])[FieldRole.Event]],
    };

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidOptionsException">There is no such encoding, separator or meaning of a column.</exception>
    public static FormHints Of(AddItemsOptions options) => Of(options.Columns, options.Separator, options.Encoding, options.NoHeader);

    private static FormHints Of(IReadOnlyList<string> columns, string? separator, string? encoding, bool noHeader) => new()
    {
        Encoding = encoding is null ? null : TextEncodings.Named(encoding),
        Separator = separator is null ? null : SeparatorOf(separator),
        NoHeader = noHeader,
        Columns = [.. columns.SelectMany(named => named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(ColumnOf)],
    };

    private static string SeparatorOf(string text) => text switch
    {
        "tab" or "\\t" or "\t" => "\t",
        "comma" => ",",
        "semicolon" => ";",
        "" or "\"" or "\n" or "\r"
            => throw new InvalidOptionsException("Fields can be separated by a sign or two: ',' ';' '|' '::' or 'tab'."),
        _ => text,
    };

    private static (FieldRole Role, string Column) ColumnOf(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var known = Enum.GetValues<FieldRole>().Select(KnownColumns.OptionOf).ToList();
        return equals > 0 && equals < text.Length - 1 && Enum.TryParse<FieldRole>(text[..equals].Trim(), ignoreCase: true, out var role)
            && !char.IsAsciiDigit(text[0])
            ? (role, text[(equals + 1)..].Trim())
            : throw new InvalidOptionsException(
                $"'{text}' does not say what a column is. Write user=userId,item=movieId; there are: {string.Join(", ", known)}.");
    }
}

/// <summary>Describes a table of public data whose columns no header names.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Separators">What may stand between its fields.</param>
/// <param name="Columns">Names of its columns.</param>
/// <param name="IsRow">Tells a row of it from a row of another table with as many columns.</param>
internal sealed record KnownLayout(string Name, FileContent Content, string[] Separators, string[] Columns, Func<string[], bool> IsRow)
{
    /// <summary>Holds what the name of a column begins with that says, by 1 or 0, whether an item is of a genre.</summary>
    public const string Genre = "genre=";

    private static readonly string[] _genres =
    [
        "genre=unknown", "genre=Action", "genre=Adventure", "genre=Animation", "genre=Children's", "genre=Comedy", "genre=Crime",
        "genre=Documentary",
        "genre=Drama", "genre=Fantasy", "genre=Film-Noir", "genre=Horror", "genre=Musical", "genre=Mystery", "genre=Romance",
        "genre=Sci-Fi",
        "genre=Thriller", "genre=War", "genre=Western",
    ];

    /// <summary>Gets all; the first that fits is taken.</summary>
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

    private static bool IsAsin(string text)
        => text.Length == 10 && text.All(char.IsAsciiLetterOrDigit) && (text[0] == 'B' || text[..9].All(char.IsAsciiDigit));
}
