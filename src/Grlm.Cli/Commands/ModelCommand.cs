using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm model</c>: what there is to do with language models.</summary>
internal static class ModelCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("model", "Language models: download them from a hub into the cache of Hugging Face's own tools.");
        command.Subcommands.Add(ModelPullCommand.Create(host));
        return command;
    }
}
