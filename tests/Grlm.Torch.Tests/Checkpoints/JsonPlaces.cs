using System.Text;
using System.Text.Json;

namespace Grlm.Torch.Tests;

/// <summary>Where values stand in a text of JSON.</summary>
internal static class JsonPlaces
{
    /// <summary>Begin and length of every value below the outermost; the text is ASCII.</summary>
    public static IReadOnlyList<(int Start, int Length)> Values(string json)
    {
        var places = new List<(int, int)>();
        var reader = new Utf8JsonReader(Encoding.ASCII.GetBytes(json));
        reader.Read();
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                continue;
            }

            var end = reader;
            end.Skip();
            places.Add(((int)reader.TokenStartIndex, (int)(end.BytesConsumed - reader.TokenStartIndex)));
        }

        return places;
    }
}
