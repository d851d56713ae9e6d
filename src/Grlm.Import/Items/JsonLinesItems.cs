using System.Text.Json;

namespace Grlm.Import;

/// <summary>Reads items from JSON lines. Fields that the import doesn't know are passed over; null counts as empty.</summary>
internal static class JsonLinesItems
{
    /// <summary>The items of the file, one by one.</summary>
    public static IEnumerable<ItemFields> Read(InputFile file, RowFaults faults, ImportProgress progress)
    {
        using var lines = new LineReader(file, faults, progress);
        while (lines.Read())
        {
            if (!lines.Line.Span.Trim(" \t"u8).IsEmpty && TryParse(lines, file, faults, out var item))
                yield return item;
        }
    }

    private static bool TryParse(LineReader lines, InputFile file, RowFaults faults, out ItemFields item)
    {
        item = default;
        try
        {
            using var json = JsonDocument.Parse(lines.Line);
            if (json.RootElement.ValueKind is JsonValueKind.Object)
                return TryRead(json.RootElement, lines.LineNumber, file, faults, out item);
            faults.Add(
                file,
                lines.LineNumber,
                DropReasons.MalformedRow,
                $"the line is {Describe(json.RootElement)}, not a JSON object.",
                "Write one JSON object a line.");
        }
        catch (JsonException e)
        {
            faults.Add(
                file,
                lines.LineNumber,
                DropReasons.MalformedRow,
                $"the JSON is malformed at byte {e.BytePositionInLine + 1}{(IsNotANumber(lines.Line.Span, e) ? ": NaN and Infinity are no values of JSON" : "")}.",
                IsNotANumber(lines.Line.Span, e) ? "Write null." : "Write one JSON object a line.",
                e);
        }
        catch (InvalidOperationException e)
        {
            // An escape such as \ud800 that is half a character: the one fault that shows only when a string is taken out.
            faults.Add(
                file,
                lines.LineNumber,
                DropReasons.MalformedRow,
                "a string holds half of a surrogate pair.",
                "Write the character whole.",
                e);
        }

        return false;
    }

    // What Python writes for a number that is none.
    private static bool IsNotANumber(ReadOnlySpan<byte> line, JsonException fault)
    {
        var rest = line[(int)Math.Min(fault.BytePositionInLine ?? 0, line.Length)..];
        return rest.StartsWith("NaN"u8) || rest.StartsWith("Infinity"u8) || rest.StartsWith("-Infinity"u8);
    }

    private static bool TryRead(JsonElement json, long line, InputFile file, RowFaults faults, out ItemFields item)
    {
        item = default;
        var id = Cell.Of(json, DatasetColumns.ItemId);
        if ((!id.IsNumber && !TryText(json, DatasetColumns.ItemId, line, file, faults, out _))
            || !TryText(json, DatasetColumns.Title, line, file, faults, out var title)
            || !TryText(json, DatasetColumns.Brand, line, file, faults, out var brand)
            || !TryText(json, DatasetColumns.Description, line, file, faults, out var description)
            || !TryText(json, DatasetColumns.Domain, line, file, faults, out var domain))
        {
            return false;
        }

        json.TryGetProperty(DatasetColumns.Categories, out var categories);
        if (!CategoryPaths.TryNormalize(categories, out var paths))
        {
            faults.Add(
                file,
                line,
                DropReasons.WrongType,
                $"'{DatasetColumns.Categories}' is {Describe(categories)} of another form than a list of paths, a list of strings or a string.",
                "Write [[\"general\", \"special\"]].");
            return false;
        }

        item = new ItemFields(
            line, id, title, brand, paths, description, domain, Cell.Of(json, DatasetColumns.Price), Cell.Of(json, DatasetColumns.Stock));
        return true;
    }

    private static bool TryText(JsonElement json, string name, long line, InputFile file, RowFaults faults, out string text)
    {
        text = string.Empty;
        if (!json.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
            return true;
        if (value.ValueKind is not JsonValueKind.String)
        {
            faults.Add(file, line, DropReasons.WrongType, $"'{name}' is {Describe(value)}, not a string.", "Write the value in quotes.");
            return false;
        }

        text = FieldText.Trim(value.GetString()!);
        return true;
    }

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
