using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Recommendations as tables.</summary>
internal static class RecommendationTables
{
    private const int ShownOfHistory = 3;
    private const int ScoreWidth = 6;
    private const int SmallestTitle = 20;

    /// <summary>Draws one list: rank, title with the term ID below it, item id, score, and how the item was grounded.</summary>
    /// <param name="list">The list.</param>
    /// <param name="width">Columns that the table may take.</param>
    public static IRenderable Of(RecommendationList list, int width)
    {
        if (list.EmptyBecause is { } reason)
        {
            return new Rows(Printed.Line($"Nothing to recommend: {Describe(reason)}"));
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in (string[])["#", "Recommended", "Item", "Score", "How"])
        {
            table.AddColumn(new TableColumn(Printed.Line(header, Styles.Strong)).NoWrap().PadLeft(0));
        }

        table.Columns[0].RightAligned();
        table.Columns[3].RightAligned();
        var titleWidth = TitleWidth(list, width);
        foreach (var (place, item) in list.Items.Index())
        {
            table.AddRow(
                Printed.Line((place + 1).ToString(), Styles.Muted),
                new Rows([
                    Printed.Line(item.Title.Length > 0 ? item.Title : "(no title)", titleWidth),
                    Printed.Line(string.Join(" · ", item.Terms), titleWidth, Styles.Accent),
                    .. Wrapped(item.Explanation?.Sentence ?? "", titleWidth).Select(line => Printed.Line(line, titleWidth, Styles.Muted))]),
                Printed.Line(item.ItemId, Styles.Muted),
                Printed.Line(item.Share is { } share ? $"{100 * share:0} %" : "–"),
                Printed.Line(Name(item.Source), Styles.Muted));
        }

        return table;
    }

    /// <summary>Says what was understood of wishes, a line a wish.</summary>
    /// <param name="understood">What was understood.</param>
    /// <param name="width">Columns that a line may take.</param>
    public static IRenderable Wishes(IReadOnlyList<UnderstoodText> understood, int width)
        => new Rows([.. understood.Select(text => Printed.Line($"'{text.Text}' read as {Describe(text)}", width, Styles.Muted))]);

    /// <summary>Returns the end of a history, latest last, one title a line.</summary>
    /// <param name="heading">Whose history it is.</param>
    /// <param name="catalog">Has the titles.</param>
    /// <param name="ids">Item ids, oldest first.</param>
    /// <param name="width">Columns that a line may take.</param>
    public static IRenderable History(string heading, Catalog catalog, IReadOnlyList<string> ids, int width)
    {
        var titles = ids.TakeLast(ShownOfHistory).Select(id => catalog[catalog.IndexOf(id)].Title);
        var shown = titles.Select(title => Printed.Line($"  {title}", width, Styles.Muted));
        var more = ids.Count > ShownOfHistory ? $" (the last {ShownOfHistory} of {ids.Count})" : "";
        return new Rows([Printed.Line(heading + more, Styles.Strong), .. shown]);
    }

    private static int TitleWidth(RecommendationList list, int width)
    {
        // What stands beside the titles: rank, item id, score and source, two blanks between columns and one at each end.
        var others = list.Items.Count.ToString().Length
            + list.Items.Max(item => (int?)Math.Max(Printed.WidthOf(item.ItemId), "Item".Length)).GetValueOrDefault()
            + ScoreWidth
            + list.Items.Max(item => (int?)Name(item.Source).Length).GetValueOrDefault()
            + (2 * 5) + 2;
        return Math.Max(width - others, SmallestTitle);
    }

    private static string Describe(EmptyReason reason) => reason switch
    {
        EmptyReason.NothingPasses => "no item passes the filters. Loosen or leave out one of them.",
        EmptyReason.AllSeen => "every item that may be shown is in the history. --exclude-seen false shows them again.",
        EmptyReason.NoTermId => "none of the items that may be shown has a term ID. Run 'grlm terms', or take --source popular.",
        _ => "what the generator wrote is no item that may be shown. Raise --beams, or fill the list with --fill-from popular.",
    };

    /// <summary>Breaks a sentence between words; none for none.</summary>
    private static IEnumerable<string> Wrapped(string sentence, int width)
    {
        var line = "";
        foreach (var word in sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Printed.WidthOf(line) + 1 + Printed.WidthOf(word) > width)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? word : $" {word}";
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    private static string Describe(UnderstoodText text)
    {
        const int shown = 4;
        var groups = text.Terms.Select(group => string.Join(" or ", group.Take(shown))
            + (group.Count > shown ? $" or {group.Count - shown} more" : ""));
        string[] unknown = text.Unknown.Count == 0 ? [] : [$"nothing for '{string.Join("', '", text.Unknown)}'"];
        return string.Join("; ", (IEnumerable<string>)[.. text.Terms.Count == 0 ? [] : (string[])[string.Join(" + ", groups)], .. unknown]);
    }

    private static string Name(GroundingSource source) => source.ToString().ToLowerInvariant();
}
