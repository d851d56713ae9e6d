using System.Text;
using CsCheck;

namespace Grlm.Import.Tests;

public sealed class ImportPropertyTests
{
    private static readonly Gen<(int User, int Item, int? Time)> Row = Gen.Select(
        Gen.Int[0, 5], Gen.Int[0, 6], Gen.Int[-1, 4], (user, item, time) => (user, item, time < 0 ? (int?)null : time));

    [Fact]
    public void Import_EqualsASimpleModelInMemory()
        => Gen.Select(Row.List[1, 60], Gen.Int[0, 4]).Sample((rows, core) => CheckTable(rows, core), iter: 60, threads: 1);

    [Fact]
    public void Import_OfSequences_EqualsASimpleModelInMemory()
        => Gen.Select(Row.List[1, 60], Gen.Int[0, 4]).Sample((rows, core) => CheckSequences(rows, core), iter: 40, threads: 1);

    private static void CheckTable(List<(int User, int Item, int? Time)> rows, int core)
    {
        var table = new StringBuilder("user_id\titem_id\ttimestamp\n");
        rows.ForEach(row => table.Append(null, $"u{row.User}\ti{row.Item}\t{row.Time}\n"));

        // What stands twice at one moment is one interaction; without a moment it happened twice.
        List<(int User, int Item, int? Time)> kept = [.. rows.Where((row, place) => row.Time is null || rows.IndexOf(row) == place)];
        Check("s.tsv", table.ToString(), Model([.. kept], core), core, duplicates: rows.Count - kept.Count, "u");
    }

    private static void CheckSequences(List<(int User, int Item, int? Time)> rows, int core)
    {
        var lines = new StringBuilder();
        rows.ForEach(row => lines.Append(null, $"{row.User} i{row.Item}\n"));

        Check("s.txt", lines.ToString(), Model([.. rows.Select(row => (row.User, row.Item, (int?)null))], core), core, duplicates: 0,
            string.Empty);
    }

    private static void Check(
        string name, string interactions, List<(int User, int[] Items)> expected, int core, int duplicates, string userPrefix)
    {
        using var import = new TestImport();
        var items = import.Write("i.csv", "item_id\n" + string.Concat(Enumerable.Range(0, 8).Select(item => $"i{item}\n")));
        var options = new ImportOptions { Items = items, Interactions = import.Write(name, interactions), KCore = core };
        if (expected.Count == 0)
        {
            Assert.Throws<InvalidInputException>(() => import.Run(options));
            return;
        }

        var report = import.Run(options);

        Assert.Equal(expected.Select(
            history => $"{userPrefix}{history.User}: {string.Join(' ', history.Items.Select(item => $"i{item}"))}"), import.Histories());
        var kept = core == 0 ? Enumerable.Range(0, 8) : expected.SelectMany(history => history.Items).Distinct().Order();
        Assert.Equal(kept.Select(item => $"i{item}"), import.Read().Catalog.Select(item => item.Id));
        Assert.Equal((duplicates, expected.Count, expected.Sum(history => history.Items.Length)),
            (report.Duplicates, report.Users, report.Interactions));
    }

    /// <summary>Users in order of first appearance, interactions without a time first, then by time, ties as in the file.</summary>
    private static List<(int User, int[] Items)> Model(List<(int User, int Item, int? Time)> rows, int core)
    {
        var users = rows.Select(row => row.User).Distinct().ToList();
        while (true)
        {
            var rareUsers = rows.GroupBy(row => row.User).Where(group => group.Count() < core).Select(group => group.Key).ToHashSet();
            var rareItems = rows.GroupBy(row => row.Item).Where(group => group.Count() < core).Select(group => group.Key).ToHashSet();
            if (rows.RemoveAll(row => rareUsers.Contains(row.User) || rareItems.Contains(row.Item)) == 0)
                break;
        }

        return [.. users.Select(
            user => (user, Items: rows.Where(row => row.User == user).OrderBy(row => row.Time).Select(row => row.Item).ToArray()))
            .Where(history => history.Items.Length > 0)];
    }
}
