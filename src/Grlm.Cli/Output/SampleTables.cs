using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>
/// Samples as text: those of instructions, and a trial of a prompt (what the model was asked about the first item, and what it said about
/// each).
/// </summary>
internal static class SampleTables
{
    /// <summary>Draws instruction samples, one conversation after the other, with what is learnt highlighted.</summary>
    public static IRenderable Of(IReadOnlyList<RenderedSample> samples) => new Rows(samples.SelectMany(sample => (IRenderable[])
    [
        Printed.Line($"{sample.Task}{(sample.Tokens is { } tokens ? $", {Readable.Count(tokens)} tokens" : "")}", Styles.Strong),
        .. sample.Turns.Take(sample.Turns.Count - 1)
            .Select(turn => new Padder(Printed.Block(turn.Text, Styles.Muted), new Padding(2, 0, 0, 1))),
        new Padder(Printed.Block(sample.Turns[^1].Text), new Padding(2, 0, 0, 1)),
    ]));

    /// <summary>Returns the trial.</summary>
    public static IRenderable Of(TermSampleReport report)
    {
        List<IRenderable> rows = [];
        if (report.Samples is [var first, ..])
        {
            rows.Add(Printed.Line($"Asked about {first.ItemId}", Styles.Strong));
            rows.Add(
                new Padder(
                    Printed.Block(string.Join("\n\n",
                        first.Conversation.TakeWhile(turn => turn.Role != "assistant").Select(turn => turn.Text)), Styles.Muted)));
        }

        rows.AddRange(report.Samples.SelectMany(RowsOf));
        var tokens = report.Usage.InputTokens + report.Usage.OutputTokens;
        var cost = report.Usage.Cost is { } money ? $", cost {money:N4}" : "";
        rows.Add(
            Printed.Line($"{Readable.Count(report.Usage.Calls)} answers of {report.Usage.Model}: {Readable.Count(tokens)} tokens{cost}",
                Styles.Muted));
        return new Rows(rows);
    }

    private static IEnumerable<IRenderable> RowsOf(TermSample sample)
    {
        yield return Printed.Line($"{sample.ItemId}  {sample.Title}", Styles.Strong);
        foreach (var answer in sample.Conversation.Where(turn => turn.Role == "assistant"))
        {
            yield return Printed.Block($"  {answer.Text.Trim()}", Styles.Muted);
        }

        yield return Printed.Line(sample.Failure is { } failure ? $"  no term ID: {failure}" : $"  [{string.Join(", ", sample.Terms)}]");
    }
}
