using System.Text.Json;

namespace Grlm.LanguageModels;

/// <summary>Recognises JSON schemas of a list of so many texts, which a <see cref="TermListConstraint"/> fulfils.</summary>
internal static class TermListSchema
{
    /// <summary>Reads a schema.</summary>
    /// <param name="schema">
    /// An array of strings with equal <c>minItems</c> and <c>maxItems</c>, or an object with one property that is such an array.
    /// </param>
    /// <returns>Number of terms and form of the list.</returns>
    /// <exception cref="InvalidOptionsException">It is another schema.</exception>
    public static (int Count, TermListForm Form) Read(JsonElement? schema)
    {
        if (schema is { ValueKind: JsonValueKind.Object } root)
        {
            if (CountOf(root) is { } count)
            {
                return (count, TermListForm.Json);
            }

            if (Find(root, "properties") is { ValueKind: JsonValueKind.Object } properties
                && properties.EnumerateObject().ToArray() is [var only] && CountOf(only.Value) is { } countInside)
            {
                return (countInside, TermListForm.JsonObject(JsonEncodedText.Encode(only.Name).ToString()));
            }
        }

        throw new InvalidOptionsException(
            "Of JSON answers this client writes lists of terms only: give a schema of an array of strings with equal minItems and maxItems, or of an " +
            "object with one such property, or ask for text.");
    }

    private static int? CountOf(JsonElement schema)
        => schema.ValueKind == JsonValueKind.Object && IsOfType(schema, "array")
            && Find(schema, "items") is { ValueKind: JsonValueKind.Object } items && IsOfType(items, "string")
            && Find(schema, "minItems") is { ValueKind: JsonValueKind.Number } least && least.TryGetInt32(out var minimum)
            && Find(schema, "maxItems") is { ValueKind: JsonValueKind.Number } most && most.TryGetInt32(out var maximum) && minimum == maximum
            ? minimum
            : null;

    private static bool IsOfType(JsonElement schema, string type)
        => Find(schema, "type") is { ValueKind: JsonValueKind.String } found && found.ValueEquals(type);

    private static JsonElement? Find(JsonElement schema, string name) => schema.TryGetProperty(name, out var value) ? value : null;
}
