using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm recommend</c>: items for a known user or a history.</summary>
internal static class RecommendCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command(OptionSections.Recommend.Name,
            "Recommend items to a user of the dataset, or to a history that you give.");
        var options = new CommandOptions<RecommendOptions>(command, OptionSections.Recommend);
        host.SetAction(command, context => Run(context, options.Read(context)));
        return command;
    }

    private static Task Run(CommandContext context, RecommendOptions options)
    {
        var isAsked = options.Want.Count + options.Require.Count > 0;
        if (options.User is null == options.History is null && !(options.User is null && isAsked))
        {
            throw new InvalidOptionsException("'recommend' needs either --user ID or --history ID,ID,…, or --want TEXT alone.");
        }

        using var recommender = context.Product.OpenRecommender(context.Workspace, options);
        var list = RecommendationList.Of(
            recommender, options.User, options.History is { } given ? Parse(given) : [], options, context.CancellationToken);
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(list));
        }
        else
        {
            var heading = options.User is null ? "History" : $"History of user {options.User}";
            if (list.History.Count > 0)
            {
                context.Terminal.Result(RecommendationTables.History(heading, recommender.Catalog, list.History, context.Terminal.Width));
            }

            if (list.Understood is { } understood)
            {
                context.Terminal.Result(RecommendationTables.Wishes(understood, context.Terminal.Width));
            }

            context.Terminal.Result(RecommendationTables.Of(list, context.Terminal.Width));
        }

        return Task.CompletedTask;
    }

    private static string[] Parse(string history)
        => history.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } ids
            ? ids
            : throw new InvalidOptionsException("--history takes at least one item id.");
}
