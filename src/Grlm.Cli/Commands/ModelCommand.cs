using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm model</c>: what there is to do with language models.</summary>
internal static class ModelCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command("model", "Language models: download them from a hub, look at them, convert, tune and talk to them.");
        command.Subcommands.Add(ModelPullCommand.Create(host));
        command.Subcommands.Add(ModelInfoCommand.Create(host));
        command.Subcommands.Add(ModelConvertCommand.Create(host));
        command.Subcommands.Add(ModelTuneCommand.Create(host));
        command.Subcommands.Add(ModelChatCommand.Create(host));
        return command;
    }
}
