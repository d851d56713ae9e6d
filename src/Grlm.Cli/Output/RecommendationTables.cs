using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Recommendations as tables.</summary>
internal static class RecommendationTables
{
    private const int ShownOfHistory = 3;

    /// <summary>One list: rank, title with the term ID below it, item id, score, and how the item was grounded.</summary>
    public static IRenderable Of(RecommendationList list)
    {
        var table = new Table().Border(TableBorder.Simple).ShowRowSeparators().AddColumns(
            new TableColumn(new Text("#", Styles.Strong)).RightAligned(),
            new TableColumn(new Text("Recommended", Styles.Strong)),
            new TableColumn(new Text("Item", Styles.Strong)).NoWrap(),
            new TableColumn(new Text("Score", Styles.Strong)).RightAligned().NoWrap(),
            new TableColumn(new Text("How", Styles.Strong)).NoWrap());
        table.ShowRowSeparators = false;
        foreach (var (place, item) in list.Items.Index())
        {
            table.AddRow(
                new Text((place + 1).ToString(), Styles.Muted),
                new Rows(
                    new Text(item.Title.Length > 0 ? item.Title : item.ItemId).Ellipsis(),
                    new Text(string.Join(" · ", item.Terms), Styles.Accent).Ellipsis()),
                new Text(item.ItemId, Styles.Muted),
                new Text(item.Score.ToString("0.00")),
                new Text(JsonName(item.Source), Styles.Muted));
        }

        return table;
    }

    /// <summary>The end of a history, latest last, one title a line.</summary>
    public static IRenderable History(string heading, IReadOnlyList<string> titles)
    {
        var shown = titles.TakeLast(ShownOfHistory).Select(title => new Text($"  {title}", Styles.Muted).Ellipsis());
        var more = titles.Count > ShownOfHistory ? $" (the last {ShownOfHistory} of {titles.Count})" : "";
        return new Rows([new Text($"{heading}{more}:", Styles.Strong), .. shown]);
    }

    private static string JsonName(GroundingSource source) => source.ToString().ToLowerInvariant();
}
