namespace Grlm.Reports;

/// <summary>Draws the pictures of a term library.</summary>
internal static class LibraryCharts
{
    private const int RankSteps = 40;

    /// <summary>Returns how many items have the most frequent term of each slot, the second, and so on.</summary>
    public static Chart Frequencies(TermLibrary library)
    {
        var chart = new LineChart(
            "term-frequencies",
            "Frequency of terms by slot",
            "How many items have a term, over the term's rank in its slot; both axes logarithmic. " +
                "First slots say what an item is and are shared by many; last slots tell items apart.",
            "Rank of the term in its slot",
            "Items with the term")
        {
            Logarithmic = true,
            Format = value => Readable.Count((long)value),
        };
        return chart.Draw([.. Enumerable.Range(0, library.Length).Select(slot => ($"slot {slot + 1}", RankedFrequencies(library, slot)))]);
    }

    /// <summary>Draws distinct terms by slot.</summary>
    public static Chart Slots(IReadOnlyList<SlotFigures> slots)
        => new StackedBarChart("term-slots", "Distinct terms by slot", "Distinct terms in each slot, those of one item alone apart.",
            "Slot", "Distinct terms").Draw(
            ["of several items", "of one item alone"],
            [.. slots.Select(
                slot => ($"Slot {slot.Slot}", (IReadOnlyList<double>)[slot.UniqueTerms - slot.SingletonTerms, slot.SingletonTerms]))]);

    /// <summary>Draws consistency and discriminability.</summary>
    public static IEnumerable<Chart> Neighbors(NeighborFigures figures)
    {
        yield return new ColumnChart(
            "term-consistency",
            "Consistency: shared terms by similarity",
            "Terms that an item shares with one of its five nearest, on average, by the similarity of the two. " +
                "The nearer two items are, the more terms they should share. Above the columns: pairs.",
            "Similarity of the pair (cosine)",
            "Shared terms")
        {
            XStep = 0.1,
            XFormat = value => $"{value:.0}",
        }.Draw(
            [.. figures.Consistency.Select(bin => (bin.From, bin.To, bin.SharedTerms, Readable.Count(bin.Pairs)))],
            new FigureTable(
                ["Similarity", "Pairs", "Shared terms"],
                [.. figures.Consistency.Select(
                    bin => (string[])[$"{bin.From:.0} to {bin.To:0.0}", Readable.Count(bin.Pairs), $"{bin.SharedTerms:0.00}"])]));
        if (figures.ItemsByDistinguishingTerms is { Count: > 0 } counts)
        {
            yield return new ColumnChart(
                "term-discriminability",
                "Discriminability: distinguishing terms",
                "Items by how many of their terms none of the five nearest items has. " +
                    "An item without any is told apart from its neighbours by its combination of terms alone.",
                "Terms that no near item has",
                "Items")
            {
                XStep = 1,
                XFormat = value => $"{value:0}",
                YFormat = ChartStyle.Count,
            }.Draw(
                [.. counts.Select((items, terms) => (terms - 0.4, terms + 0.4, (double)items, Readable.Count(items)))],
                new FigureTable(["Distinguishing terms", "Items"],
                    [.. counts.Select((items, terms) => (string[])[$"{terms}", Readable.Count(items)])]));
        }
    }

    /// <summary>Returns how items came by their term IDs.</summary>
    public static Chart Validity(IReadOnlyList<(string Name, int Items)> ways)
        => new StackedBarChart("term-validity", "Validity", "Items by how they came by their term IDs.", "", "Items").Draw(
            [.. ways.Select(way => way.Name)], [("Items", [.. ways.Select(way => (double)way.Items)])]);

    private static IReadOnlyList<(double X, double Y)> RankedFrequencies(TermLibrary library, int slot)
    {
        var counts = new Dictionary<int, int>();
        foreach (var item in library.Trie.Items)
        {
            var term = library.TermsOf(item)[slot];
            counts[term] = counts.GetValueOrDefault(term) + 1;
        }

        int[] ranked = [.. counts.Values.OrderDescending()];
        return [.. Ranks(ranked.Length).Select(rank => ((double)rank, (double)ranked[rank - 1]))];
    }

    // Evenly spaced on a logarithmic axis.
    private static IEnumerable<int> Ranks(int count)
        => Enumerable.Range(0, RankSteps + 1).Select(step => (int)Math.Round(Math.Pow(count, (double)step / RankSteps)))
            .Where(_ => count > 0).Distinct();
}
