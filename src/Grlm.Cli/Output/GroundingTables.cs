using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Draws what texts were grounded to, for people.</summary>
internal static class GroundingTables
{
    private const int SmallestTitle = 20, OtherColumns = 26;

    /// <summary>
    /// Returns the terms, what was put right, and a table of the items: title with the matched terms below it, id and score.
    /// </summary>
    /// <param name="line">What the text was grounded to.</param>
    /// <param name="library">The catalogue.</param>
    /// <param name="width">Columns that a line may take.</param>
    public static IRenderable Of(GroundingLine line, GroundingLibrary library, int width)
    {
        var heading = line.Terms.Count > 0 ? $"[{string.Join(", ", line.Terms)}]" : "(no terms)";
        List<IRenderable> rows = [Printed.Line(heading, width, Styles.Strong)];
        rows.AddRange(line.Repaired.Select(repair => Printed.Line($"  {repair}", width, Styles.Muted)));
        rows.Add(line.Reason is { } reason
            ? Printed.Line($"  {reason}") : Items(line, library, Math.Max(width - OtherColumns, SmallestTitle)));
        return new Rows(rows);
    }

    private static Table Items(GroundingLine line, GroundingLibrary library, int titleWidth)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in (string[])["#", $"Found by {line.Source} mapping", "Item", "Score"])
        {
            table.AddColumn(new TableColumn(Printed.Line(header, Styles.Strong)).NoWrap().PadLeft(0));
        }

        table.Columns[0].RightAligned();
        table.Columns[3].RightAligned();
        foreach (var (place, item) in line.Items.Index())
        {
            var title = library.Catalog[library.Catalog.IndexOf(item.ItemId)].Title;
            table.AddRow(
                Printed.Line((place + 1).ToString(), Styles.Muted),
                new Rows(
                    Printed.Line(title.Length > 0 ? title : "(no title)", titleWidth),
                    Printed.Line(string.Join(" · ", item.MatchedTerms), titleWidth, Styles.Accent)),
                Printed.Line(item.ItemId, Styles.Muted),
                Printed.Line(item.Score.ToString("0.00")));
        }

        return table;
    }
}
