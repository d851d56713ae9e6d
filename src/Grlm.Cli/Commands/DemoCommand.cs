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
        var stages = RunConfiguration.Load(SamplesFolder.DemoConfiguration(), context.Product).Plan(context.Settings, data: null);
        context.Terminal.Message($"Workspace {context.Workspace.Root}");
        var runs = await RunCommand.ExecuteAsync(context, stages);
        var options = new RecommendOptions { Count = ItemsAShopper };
        using var recommender = context.Product.OpenRecommender(context.Workspace, options);
        var lists = Recommend(recommender, options, context.CancellationToken);
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(new { Workspace = context.Workspace.Root, Stages = runs, Recommendations = lists }));
            return;
        }

        RunCommand.PrintMetrics(context, runs);
        foreach (var list in lists)
        {
            context.Terminal.Result(RecommendationTables.History(
                $"Shopper {list.User} bought", recommender.Catalog, list.History, context.Terminal.Width));
            context.Terminal.Result(RecommendationTables.Of(list, context.Terminal.Width));
        }

        context.Terminal.Message($"More: grlm recommend --workspace {context.Workspace.Root} --user {lists[0].User}");
        context.Terminal.Message($"All of it as a page: grlm report --workspace {context.Workspace.Root}");
    }

    private static List<RecommendationList> Recommend(
        WorkspaceRecommender recommender, RecommendOptions options, CancellationToken cancellationToken)
    {
        var users = recommender.Histories;
        return [.. Enumerable.Range(0, Math.Min(Shoppers, users.Count)).Select(number =>
        {
            // Spread over the users, which are in the order of their ids.
            var user = users.UserId(number * users.Count / Shoppers);
            return RecommendationList.Of(recommender, user, history: [], options, cancellationToken);
        })];
    }
}

/// <summary>Finds the samples that ship with grlm: copied beside the program when it is built.</summary>
internal static class SamplesFolder
{
    /// <summary>Returns the configuration that <c>grlm demo</c> runs.</summary>
    /// <exception cref="MissingPrerequisiteException">The program has been moved away from its samples.</exception>
    public static string DemoConfiguration()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "samples", "demo.json");
        return File.Exists(path)
            ? path
            : throw new MissingPrerequisiteException(
                $"The samples that ship with grlm are not in '{Path.GetDirectoryName(path)}'. Build or install it again.");
    }
}
