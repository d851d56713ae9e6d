using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm instruct</c>: instruction samples that language models are tuned on.</summary>
internal sealed class InstructCommand(Func<IStage<InstructOptions, InstructReport>>? stage = null)
    : StageCommand<InstructOptions, InstructReport>(
        new OptionSection<InstructOptions>("instruct")
        {
            OfPaper = (InstructOptions.OfPaper, "The paper's samples instead of ours; options that you give win."),
        },
        "Write the instruction samples that language models are tuned on, for grlm and for other trainers.",
        stage ?? (() => new InstructStage(ConversationTokens.Load)))
{
    private readonly Option<int> _sample = SampleOption.Create(
        "Print N samples of each task; nothing is written.", "--sample takes a number of samples from 1 on.");

    /// <inheritdoc/>
    protected override void AddTo(Command command, CommandHost host) => command.Options.Add(_sample);

    /// <inheritdoc/>
    protected override async Task InvokeAsync(CommandContext context, CommandOptions<InstructOptions> options)
    {
        if (context.Parsed.GetResult(_sample) is null)
        {
            await base.InvokeAsync(context, options);
            return;
        }

        var samples = await new InstructionSampling(ConversationTokens.Load).RunAsync(
            options.Read(context), context.Workspace, context.Parsed.GetValue(_sample), context.CancellationToken);
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(new { Samples = samples }));
        }
        else
        {
            context.Terminal.Result(SampleTables.Of(samples));
        }
    }
}

/// <summary>Holds the option <c>--sample N</c> of commands that let one look before they run.</summary>
internal static class SampleOption
{
    /// <summary>Makes it.</summary>
    /// <param name="description">What it does, for the help text.</param>
    /// <param name="range">What is said of a number below 1.</param>
    public static Option<int> Create(string description, string range)
    {
        var sample = new Option<int>("--sample") { Description = description, HelpName = "N" };
        sample.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError(range);
            }
        });
        return sample;
    }
}
