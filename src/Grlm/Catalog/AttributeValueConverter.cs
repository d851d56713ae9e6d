using System.Text.Json;
using System.Text.Json.Serialization;

namespace Grlm;

/// <summary>Reads and writes an attribute's value as JSON has it: a text, a number, or a list of texts.</summary>
public sealed class AttributeValueConverter : JsonConverter<AttributeValue>
{
    /// <inheritdoc/>
    public override AttributeValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => reader.TokenType switch
        {
            JsonTokenType.String => AttributeValue.Of(reader.GetString()!),
            JsonTokenType.Number when reader.TryGetDouble(out var number) && double.IsFinite(number) => AttributeValue.Of(number),
            JsonTokenType.StartArray => AttributeValue.Of(ReadList(ref reader)),
            _ => throw new JsonException("An attribute is a text, a number or a list of texts."),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, AttributeValue value, JsonSerializerOptions options)
    {
        if (value.Number is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else if (value.List is { } list)
        {
            writer.WriteStartArray();
            foreach (var text in list)
                writer.WriteStringValue(text);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStringValue(value.Text);
        }
    }

    private static List<string> ReadList(ref Utf8JsonReader reader)
    {
        var list = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            list.Add(reader.GetString()!);
        return reader.TokenType == JsonTokenType.EndArray ? list : throw new JsonException("A list of an attribute holds texts.");
    }
}
