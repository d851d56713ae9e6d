using System.Text;
using System.Text.Json;
using CsCheck;
using DuckDB.NET.Data;

namespace Grlm.Import.Tests;

public sealed class SameHistoriesTests
{
    private const int Items = 5;

    private static readonly Gen<int[][]> Histories = Gen.Int[0, Items - 1].Array[1, 8].Array[1, 6];

    [Fact]
    public void Import_OfTheSameHistories_GivesTheSameDatasetInEveryForm()
        => Histories.Sample(histories =>
        {
            (int User, int Item)[] rows = [.. histories.SelectMany((history, user) => history.Select(item => (user + 1, item)))];
            string[] expected =
                [.. histories.Select((history, user) => $"{user + 1}: {string.Join(' ', history.Select(item => $"i{item}"))}")];
            foreach (var (file, write) in Forms(rows, histories))
            {
                using var import = new TestImport();
                write(import.PathOf(file));
                var report = import.Run(import.Write("i.csv",
                    "item_id\n" + string.Concat(Enumerable.Range(0, Items).Select(item => $"i{item}\n"))), import.PathOf(file));

                Assert.Equal(expected, import.Histories());
                Assert.Equal((rows.Length, 0L), (report.Interactions, report.Duplicates));
            }
        }, iter: 12, threads: 1);

    private static IEnumerable<(string File, Action<string> Write)> Forms((int User, int Item)[] rows, int[][] histories)
    {
        yield return ("s.txt",
            Text(histories.Select((history, user) => $"{user + 1} {string.Join(' ', history.Select(item => $"i{item}"))}")));
        yield return ("s.csv", Text(rows.Select(row => $"{row.User},i{row.Item}").Prepend("user_id,item_id")));
        yield return ("s.tsv", Text(rows.Select(row => $"i{row.Item}\t{row.User}").Prepend("item_id\tuser_id")));
        yield return ("s.jsonl", Text(rows.Select(row => JsonSerializer.Serialize(new { user_id = row.User, item_id = $"i{row.Item}" }))));
        yield return ("s.json",
            Text([JsonSerializer.Serialize(rows.Select(row => new { user_id = $"{row.User}", item_id = $"i{row.Item}" }))]));
        yield return ("times.csv",
            Text(rows.Select((row, place) => $"{row.User},i{row.Item},{1_400_000_000 + place}").Prepend("user_id,item_id,timestamp")));
        yield return ("s.parquet", path =>
        {
            using var connection = new DuckDBConnection(DuckDBConnectionStringBuilder.InMemoryConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            var values = string.Join(", ", rows.Select(row => $"({row.User}, 'i{row.Item}')"));
            command.CommandText = $"COPY (SELECT * FROM (VALUES {values}) AS rows(user_id, item_id)) " +
                $"TO '{path.Replace("'", "''", StringComparison.Ordinal)}' (FORMAT parquet)";
            command.ExecuteNonQuery();
        }
        );
    }

    private static Action<string> Text(IEnumerable<string> lines)
        => path => File.WriteAllText(path, string.Join('\n', lines) + "\n", new UTF8Encoding(false));
}
