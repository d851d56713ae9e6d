namespace Grlm.Import;

/// <summary>Records of a table in a text file.</summary>
internal sealed class DelimitedRecords(InputFile file, DelimitedReader table) : TableRecords(file, table.Columns, Math.Max(table.LineNumber, 1))
{
    private readonly (int Place, string Genre)[] _genres =
    [
        .. table.Columns.Select((name, place) => (place, name)).Where(column => column.name.StartsWith(KnownLayout.Genre, StringComparison.Ordinal))
            .Select(column => (column.place, column.name[KnownLayout.Genre.Length..])),
    ];

    /// <inheritdoc/>
    public override long LineNumber => table.LineNumber;

    /// <inheritdoc/>
    public override FieldValue this[FieldRole role]
        => role is FieldRole.Categories && _genres.Length > 0
            ? new FieldValue(string.Join('|', _genres.Where(genre => table.Field(genre.Place) == "1").Select(genre => genre.Genre)))
            : base[role];

    /// <inheritdoc/>
    public override bool Read() => table.Read();

    /// <inheritdoc/>
    public override void Dispose() => table.Dispose();

    /// <inheritdoc/>
    protected override FieldValue ValueAt(int place, FieldRole role)
    {
        var isOptional = role is not (FieldRole.Item or FieldRole.User or FieldRole.Time or FieldRole.Rating or FieldRole.Event);
        var text = isOptional ? table.OptionalField(place) : table.Field(place);

        // RecBole writes a list as words with spaces between them, or commas where the words have spaces themselves.
        if (role is FieldRole.Categories && KnownColumns.TypeOf(table.Columns[place]) == "token_seq" && !text.StartsWith('['))
            text = string.Join('|', text.Split(text.Contains(',', StringComparison.Ordinal) ? ',' : ' ').Select(level => level.Trim().Trim('\'', '"')));
        return new FieldValue(text);
    }
}
