using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Grlm.Providers;

/// <summary>Reads the vectors of a batch of texts, as servers of all kinds send them, in the order of the texts.</summary>
internal static class VectorAnswer
{
    private const int MostShown = 8;

    /// <summary>Reads an answer.</summary>
    /// <param name="values">Its value.</param>
    /// <param name="count">Texts that were asked about.</param>
    /// <returns>The vectors; null where there are none in it.</returns>
    /// <exception cref="InvalidInputException">They are not one for each text, or it can't be told which is whose.</exception>
    public static GeneratedEmbeddings<Embedding<float>>? Read(IReadOnlyList<JsonElement> values, int count)
    {
        if (values is not [var value] || ListOf(value) is not { } list)
        {
            return null;
        }

        JsonElement[] rows = [.. list.EnumerateArray()];
        if (rows.Length != count)
        {
            throw new InvalidInputException($"The server sent {rows.Length:N0} vectors for {count:N0} texts. Try a smaller batch (option 'batchSize').");
        }

        var places = Places([.. rows.Select(row => row.Find("index").Whole())]);
        var vectors = new Embedding<float>[count];
        foreach (var (row, place) in rows.Zip(places))
        {
            vectors[place] = new Embedding<float>(VectorOf(row.Find("embedding") ?? row));
        }

        return new GeneratedEmbeddings<Embedding<float>>(vectors);
    }

    /// <summary>Which text each vector of an answer belongs to: the one that it names, where every text is named once; the one at its place, where none is named.</summary>
    /// <param name="named">What each names; null for nothing.</param>
    /// <exception cref="InvalidInputException">It is neither.</exception>
    internal static int[] Places(IReadOnlyList<long?> named)
    {
        int[] inOrder = [.. Enumerable.Range(0, named.Count)];
        return named.Distinct().Count() <= 1 ? inOrder
            : named.Order().SequenceEqual(inOrder.Select(place => (long?)place)) ? [.. named.Select(place => (int)place!.Value)]
            : throw new InvalidInputException(
                $"The server numbers the {named.Count:N0} vectors of a batch {string.Join(", ", named.Take(MostShown).Select(place => place?.ToString() ?? "none"))}"
                + $"{(named.Count > MostShown ? ", …" : "")} instead of 0 to {named.Count - 1:N0} once each: whose they are can't be told. Try a batch of 1 (option 'batchSize').");
    }

    private static JsonElement? ListOf(JsonElement value)
        => value.ValueKind == JsonValueKind.Array ? value
            : value.FindAny("data", "embeddings") is { ValueKind: JsonValueKind.Array } list ? list
            : null;

    private static float[] VectorOf(JsonElement vector) => vector switch
    {
        { ValueKind: JsonValueKind.String } => FromBase64(vector.GetString()!),
        { ValueKind: JsonValueKind.Array } when vector.GetArrayLength() == 1 && vector[0].ValueKind == JsonValueKind.Array => VectorOf(vector[0]),
        { ValueKind: JsonValueKind.Array } when vector.EnumerateArray().All(number => number.ValueKind == JsonValueKind.Number)
            => [.. vector.EnumerateArray().Select(number => number.GetSingle())],
        _ => throw NoNumbers(),
    };

    private static float[] FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var count) && count % sizeof(float) == 0 ? MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, count)).ToArray() : throw NoNumbers();
    }

    private static InvalidInputException NoNumbers() => new("The server sent a vector that is no list of numbers. Is it a model for embeddings?");
}
