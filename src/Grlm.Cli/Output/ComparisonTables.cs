using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Draws two term libraries as a table.</summary>
internal static class ComparisonTables
{
    /// <summary>Returns a row a figure, a column a library.</summary>
    public static IRenderable Of(TermsComparison comparison)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in (string[])["", comparison.First.Name, comparison.Second.Name])
        {
            table.AddColumn(new TableColumn(Printed.Line(header, Styles.Strong)).PadLeft(0));
        }

        foreach (var column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        foreach (var (name, value) in Figures())
        {
            table.AddRow(Printed.Line(name, Styles.Muted), Printed.Line(value(comparison.First)), Printed.Line(value(comparison.Second)));
        }

        var same = $"{Readable.Count(comparison.SameTermId)} of {Readable.Count(comparison.Items)} items have the same term ID, "
            + $"{comparison.CommonTerms:F2} terms of an item are in both; {Readable.Count(comparison.CommonVocabulary)} terms " +
            $"occur in both.";
        return new Rows(table, Printed.Line(same));
    }

    private static IEnumerable<(string Name, Func<TermsComparisonSide, string> Value)> Figures() =>
    [
        ("Terms of a term ID", side => $"{side.Length}"),
        ("With a valid term ID", side => Readable.Count(side.Valid)),
        ("Sharing one with another", side => Readable.Count(side.CollidingItems)),
        ("… though their metadata differ", side => Readable.Count(side.CollidingItemsWithDifferentMetadata)),
        ("Distinct terms", side => Readable.Count(side.UniqueTerms)),
        ("… that one item alone has", side => Readable.Count(side.SingletonTerms)),
        ("Shared with a near item", side => side.SharedTermsWithNeighbors is { } shared ? $"{shared:F2}" : "–"),
        ("That no near item has", side => side.DistinguishingTerms is { } own ? $"{own:F2}" : "–"),
        ("Version", side => side.LibraryVersion),
    ];
}
