using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm instruct</c>: instruction samples that language models are tuned on.</summary>
internal static class InstructCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command(OptionSections.Instruct.Name, "Write the instruction samples that language models are tuned on, for grlm and for other trainers.");
        var options = new CommandOptions<InstructOptions>(command, OptionSections.Instruct, new InstructOptions())
            .Add(o => o.Tasks, "What the samples teach.")
            .Add(o => o.InternalizationWeight, "How often each sample of term internalization comes.")
            .Add(o => o.BehaviorWeight, "How often each sample of behavior prediction comes.")
            .Add(o => o.CollaborativeWeight, "How often each sample of the collaborative task comes.")
            .Add(o => o.EveryPrefix, "Predict every training interaction, not each user's last one alone.")
            .Add(o => o.MaximumHistory, "Interactions that a history shows at most.")
            .Add(o => o.NoTitles, "Show items by their term IDs alone.")
            .Add(o => o.Terms, "Use the first N terms of each term ID only.")
            .Add(o => o.Neighbors, "Neighbours that a sample of the collaborative task names at most.")
            .Add(o => o.Tokenizer, "Model whose tokenizer counts tokens, and which the samples are for.", "DIR")
            .Add(o => o.MaximumTokens, "Tokens of a sample at most; takes --tokenizer.")
            .Add(o => o.ValidationShare, "Share of the users whose behavior samples are kept to validate on.")
            .Add(o => o.Formats, "In which forms the samples are written.")
            .Add(o => o.BehaviorPrompt, "Prompt to use; prompts/instruct-behavior.md beside the program is the usual one.", "FILE")
            .Add(o => o.InternalizationPrompt, "Prompt to use; see prompts/instruct-internalization.md.", "FILE")
            .Add(o => o.CollaborativePrompt, "Prompt to use; see prompts/instruct-collaborative.md.", "FILE")
            .Add(o => o.Seed, "Seed of order, of what is held out, and of what is drawn.")
            .AddPaper("The paper's samples instead of ours; options that you give win.");
        var sample = SampleOption.AddTo(command, "Print N samples of each task; nothing is written.", "--sample takes a number of samples from 1 on.");
        host.SetAction(command, async context =>
        {
            if (context.Parsed.GetResult(sample) is null)
            {
                StageCommand.Print(context, await Pipeline.InstructAsync(context, options.Read(context)));
                return;
            }

            var samples = await context.Stages.SampleInstructions().RunAsync(
                options.Read(context), context.Workspace, context.Parsed.GetValue(sample), context.CancellationToken);
            if (context.Json)
            {
                context.Terminal.Json(JsonOutput.Of(new { Samples = samples }));
            }
            else
            {
                context.Terminal.Result(SampleTables.Of(samples));
            }
        });
        return command;
    }
}
