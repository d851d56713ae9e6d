using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm terms compare</c>: two term libraries of one catalogue beside each other.</summary>
internal static class TermsCompareCommand
{
    public static Command Create(CommandHost host)
    {
        var first = new Argument<string>("A") { Description = "A workspace, or a file with term IDs." };
        var second = new Argument<string>("B") { Description = "Another one." };
        var command = new Command("compare", "Compare two term libraries of the workspace's catalogue.");
        command.Arguments.Add(first);
        command.Arguments.Add(second);
        host.SetAction(command,
            context => RunAsync(context, context.Parsed.GetRequiredValue(first), context.Parsed.GetRequiredValue(second)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, string first, string second)
    {
        var (a, b) = (UserPath.Resolve(first, context.CurrentDirectory), UserPath.Resolve(second, context.CurrentDirectory));
        var workspace = Directory.Exists(a) ? new GrlmWorkspace(a) : Directory.Exists(b) ? new GrlmWorkspace(b) : context.Workspace;
        Artifacts.Recover(workspace);
        _ = Artifacts.VersionOf(workspace, ArtifactNames.Dataset);
        var catalog = DatasetReader.Read(workspace).Catalog;
        var neighbors = workspace.Has(ArtifactNames.Neighbors) ? NeighborTableFile.ByText.Read(workspace, catalog) : null;
        var comparison = TermsComparison.Of(
            catalog,
            neighbors,
            (first, await TermIdSource.ReadAsync(a, catalog, context.CancellationToken)),
            (second, await TermIdSource.ReadAsync(b, catalog, context.CancellationToken)));
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(comparison));
        }
        else
        {
            context.Terminal.Result(ComparisonTables.Of(comparison));
        }
    }
}
