using System.Text.Json;

namespace Grlm.Import;

/// <summary>
/// Records of JSON, or of Python's literals: every record says itself what fields it has. What is null counts as empty, and a field that
/// stands twice in a record is a fault.
/// </summary>
internal sealed class JsonRecords(InputFile file, ITextSource texts, RowFaults faults) : RecordReader
{
    private static readonly JsonDocumentOptions _options = new() { AllowDuplicateProperties = false };

    private readonly Dictionary<FieldRole, (int Rank, string Name, FieldValue Value)> _fields = [];
    private readonly Dictionary<FieldRole, string> _identities = [];
    private bool _isPython = file.Form.Format is InputFormat.PythonLines;
    private JsonDocument? _record;

    /// <inheritdoc/>
    public override long LineNumber => texts.LineNumber;

    /// <inheritdoc/>
    public override FieldValue this[FieldRole role]
    {
        get
        {
            if (!_fields.TryGetValue(role, out var field))
                return default;
            file.Columns.Use(field.Name, role);
            return field.Value;
        }
    }

    /// <inheritdoc/>
    public override bool Read()
    {
        while (texts.Read())
        {
            if (!texts.Line.Span.Trim(" \t\r\n"u8).IsEmpty && TryParse() && TryTakeFields())
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _record?.Dispose();
        texts.Dispose();
    }

    private bool TryParse()
    {
        _record?.Dispose();
        _record = null;
        if (_isPython && PythonLiteral.TryConvert(texts.Line.Span, out var literal, out _))
            return TryParse(literal, asJson: null);
        return TryParse(texts.Line, asJson: texts.Line);
    }

    private bool TryParse(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte>? asJson)
    {
        try
        {
            _record = JsonDocument.Parse(json, _options);
            if (_record.RootElement.ValueKind is JsonValueKind.Object)
                return true;
            return Refuse($"the line is {new FieldValue(_record.RootElement).Kind}, not a JSON object.", "Write one JSON object a line.");
        }
        catch (JsonException e)
        {
            return asJson is { } text
                ? TryLiteral(text.Span, e) : Refuse($"the dictionary names a field twice. {e.Message}", "Keep one of them.", e);
        }
    }

    // Not JSON, but perhaps what Python writes: dictionaries, or JSON with NaN in it.
    private bool TryLiteral(ReadOnlySpan<byte> text, JsonException cause)
    {
        if (PythonLiteral.TryConvert(text, out var literal, out var problem) && !IsDuplicate(cause))
        {
            _isPython = true;
            return TryParse(literal, asJson: null);
        }

        return IsDuplicate(cause) ? Refuse("the object names a field twice.", "Keep one of them.", cause)
            : _isPython
            ? Refuse($"the Python dictionary is malformed: {problem}.", "Write one dictionary, or one JSON object, a line.", cause)
            : Refuse($"the JSON is malformed at byte {cause.BytePositionInLine + 1}.", "Write one JSON object a line.", cause);
    }

    // The parser gives no place for the one fault that is not of form.
    private static bool IsDuplicate(JsonException cause) => cause.BytePositionInLine is null;

    private bool TryTakeFields()
    {
        _fields.Clear();
        try
        {
            foreach (var property in _record!.RootElement.EnumerateObject())
            {
                Take(property.Name, new FieldValue(property.Value));
            }

            if (texts.Line.Span.IndexOf("\\u"u8) >= 0)
                TakeOutTexts();
        }
        catch (InvalidOperationException e)
        {
            return RefuseSurrogate(e);
        }

        foreach (var role in (ReadOnlySpan<FieldRole>)[FieldRole.Item, FieldRole.User])
        {
            if (_fields.TryGetValue(role, out var field))
                _identities.TryAdd(role, field.Name);
        }

        return true;
    }

    private void Take(string name, FieldValue value)
    {
        if (file.Columns.Find(name) is not { } found || (_identities.TryGetValue(found.Role, out var only) && only != name))
            return;
        var isBetter = !_fields.TryGetValue(found.Role, out var best)
            || (best.Value.IsEmpty == value.IsEmpty || KnownColumns.IsIdentity(found.Role) ? found.Rank < best.Rank : best.Value.IsEmpty);
        if (isBetter)
            _fields[found.Role] = (found.Rank, name, value);
    }

    // An escape such as \ud800 that is half a character: the one fault that shows only when a string is taken out.
    private void TakeOutTexts()
    {
        foreach (var (role, field) in _fields)
        {
            _ = role is FieldRole.Categories ? field.Value.TryPaths(out _) : field.Value.TryText(out _);
        }
    }

    private bool RefuseSurrogate(Exception cause)
        => Refuse("a string holds half of a surrogate pair.", "Write the character whole.", cause);

    private bool Refuse(string problem, string remedy, Exception? cause = null)
    {
        faults.Add(file, LineNumber, DropReasons.MalformedRow, problem, remedy, cause);
        return false;
    }
}
