using System.Text;

namespace Grlm.Import;

/// <summary>What a user says about the form of a file; whatever is left out is recognised.</summary>
internal sealed record FormHints
{
    /// <summary>Nothing is said.</summary>
    public static FormHints None { get; } = new();

    /// <summary>How the text is encoded.</summary>
    public Encoding? Encoding { get; private init; }

    /// <summary>What stands between fields.</summary>
    public string? Separator { get; private init; }

    /// <summary>Whether the first line is a row: columns are then named by their number, from 1.</summary>
    public bool NoHeader { get; private init; }

    /// <summary>Columns by what they mean; several of one meaning are tried in this order.</summary>
    public IReadOnlyList<(FieldRole Role, string Column)> Columns { get; private init; } = [];

    /// <summary>What the columns must hold although an import can do without: it is chosen by.</summary>
    public IReadOnlyList<FieldRole> Required { get; private init; } = [];

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidOptionsException">There is no such encoding, separator or meaning of a column.</exception>
    public static FormHints Of(ImportOptions options) => Of(options.Columns, options.Separator, options.Encoding, options.NoHeader) with
    {
        Required = [.. options.MinimumRating is null ? [] : (FieldRole[])[FieldRole.Rating], .. options.Events.Count == 0 ? [] : (FieldRole[])[FieldRole.Event]],
    };

    /// <summary>Reads the options.</summary>
    /// <exception cref="InvalidOptionsException">There is no such encoding, separator or meaning of a column.</exception>
    public static FormHints Of(AddItemsOptions options) => Of(options.Columns, options.Separator, options.Encoding, options.NoHeader);

    private static FormHints Of(IReadOnlyList<string> columns, string? separator, string? encoding, bool noHeader) => new()
    {
        Encoding = encoding is null ? null : TextEncodings.Named(encoding),
        Separator = separator is null ? null : SeparatorOf(separator),
        NoHeader = noHeader,
        Columns = [.. columns.SelectMany(named => named.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(ColumnOf)],
    };

    private static string SeparatorOf(string text) => text switch
    {
        "tab" or "\\t" or "\t" => "\t",
        "comma" => ",",
        "semicolon" => ";",
        "" or "\"" or "\n" or "\r" => throw new InvalidOptionsException("Fields can be separated by a sign or two: ',' ';' '|' '::' or 'tab'."),
        _ => text,
    };

    private static (FieldRole Role, string Column) ColumnOf(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var known = Enum.GetValues<FieldRole>().Select(KnownColumns.OptionOf).ToList();
        return equals > 0 && equals < text.Length - 1 && Enum.TryParse<FieldRole>(text[..equals].Trim(), ignoreCase: true, out var role) && !char.IsAsciiDigit(text[0])
            ? (role, text[(equals + 1)..].Trim())
            : throw new InvalidOptionsException($"'{text}' does not say what a column is. Write user=userId,item=movieId; there are: {string.Join(", ", known)}.");
    }
}
