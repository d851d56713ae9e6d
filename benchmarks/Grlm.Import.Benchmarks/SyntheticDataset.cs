using System.Globalization;

namespace Grlm.Import.Benchmarks;

/// <summary>
/// A made-up shop of any size: the same seed writes the same bytes. Ten interactions a user on average; few items are popular, most are
/// rare. Nothing but the row at hand is kept in memory.
/// </summary>
internal sealed class SyntheticDataset(long interactions, int seed)
{
    private const int ItemCount = 200_000;
    private const int InteractionsPerUser = 10;
    private const long FirstSecond = 1_400_000_000;

    private readonly int _userCount = (int)Math.Max(1, interactions / InteractionsPerUser);

    /// <summary>Writes <c>items.jsonl</c>.</summary>
    public static void WriteItems(string path)
    {
        using var writer = new StreamWriter(path);
        for (var item = 0; item < ItemCount; item++)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"item_id": "I{{item:D7}}", "title": "Product {{item}} of line {{item % 977}}", "brand": "Brand {{item % 1009}}", "categories": [["Department {{item % 13}}", "Shelf {{item % 307}}"]], "description": "Made up for a measurement, number {{item}}."}"""));
        }
    }

    /// <summary>
    /// Writes <c>interactions.tsv</c> as a shop logs them: in time order, users mixed. One in a thousand rows is repeated.
    /// </summary>
    public void WriteTable(string path)
    {
        var random = new Random(seed);
        using var writer = new StreamWriter(path);
        writer.WriteLine("user_id\titem_id\ttimestamp");
        for (var row = 0L; row < interactions; row++)
        {
            var text = string.Create(CultureInfo.InvariantCulture,
                $"U{random.Next(_userCount):D8}\tI{NextItem(random):D7}\t{FirstSecond + (row / 2)}");
            writer.WriteLine(text);
            if (random.Next(1000) == 0 && ++row < interactions)
                writer.WriteLine(text);
        }
    }

    /// <summary>Writes <c>sequences.txt</c>.</summary>
    public void WriteSequences(string path)
    {
        var random = new Random(seed);
        using var writer = new StreamWriter(path);
        var left = interactions;
        for (var user = 1; left > 0; user++)
        {
            writer.Write(user);
            var length = Math.Min(left, random.Next(1, 2 * InteractionsPerUser));
            for (var place = 0; place < length; place++)
            {
                writer.Write(string.Create(CultureInfo.InvariantCulture, $" I{NextItem(random):D7}"));
            }

            writer.Write('\n');
            left -= length;
        }
    }

    private static int NextItem(Random random)
    {
        var share = random.NextDouble();
        return (int)(ItemCount * share * share * share);
    }
}
