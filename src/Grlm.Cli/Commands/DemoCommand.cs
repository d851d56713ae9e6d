using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm demo</c>: everything on the catalogue that ships with grlm, and what it recommends to a few of its shoppers.</summary>
internal static class DemoCommand
{
    private const string DefaultWorkspace = "workspaces/demo";
    private const int Shoppers = 3;
    private const int ItemsAShopper = 3;

    public static Command Create(CommandHost host)
    {
        var command = new Command("demo", $"Run everything on the sample catalogue, made up for it, in {DefaultWorkspace}; no download.");
        host.SetAction(command, RunAsync, _ => DefaultWorkspace);
        return command;
    }

    private static async Task RunAsync(CommandContext context)
    {
        var stages = RunConfiguration.Load(SamplesFolder.DemoConfiguration()).Plan(context.Settings, data: null);
        context.Terminal.Message($"Workspace {context.Workspace.Root}");
        var runs = await RunCommand.ExecuteAsync(context, stages);
        var options = new RecommendOptions { Count = ItemsAShopper };
        using var engine = context.Stages.OpenEngine(context.Workspace, options);
        var lists = Recommend(engine, options);
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(new { Workspace = context.Workspace.Root, Stages = runs, Recommendations = lists }));
            return;
        }

        RunCommand.PrintMetrics(context, runs);
        foreach (var list in lists)
        {
            var titles = list.History.Select(id => engine.Catalog[engine.Catalog.IndexOf(id)].Title);
            context.Terminal.Result(RecommendationTables.History($"Shopper {list.User} bought", [.. titles], context.Terminal.Width));
            context.Terminal.Result(RecommendationTables.Of(list, context.Terminal.Width));
        }

        context.Terminal.Message($"More: grlm recommend --workspace {context.Workspace.Root} --user {lists[0].User}");
        context.Terminal.Message($"All of it as a page: grlm report --workspace {context.Workspace.Root}");
    }

    private static List<RecommendationList> Recommend(RecommendationEngine engine, RecommendOptions options)
        => [.. Enumerable.Range(0, Math.Min(Shoppers, engine.Histories.Count)).Select(number =>
        {
            // Spread over the users, which are in the order of their ids.
            var user = number * engine.Histories.Count / Shoppers;
            return RecommendationList.Of(engine, engine.Histories.UserId(user), engine.Histories[user].ToArray(), options);
        })];
}
