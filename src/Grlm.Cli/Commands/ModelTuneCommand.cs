using System.CommandLine;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm model tune</c>: a language model learns from samples.</summary>
internal static class ModelTuneCommand
{
    public static Command Create(CommandHost host)
    {
        var model = new Argument<string>("MODEL") { Description = "A folder with a model, a GGUF file, or a model of a hub that has been pulled." };
        var command = new Command("tune", "Tune a language model on samples, by adapters (LoRA) or in full; the same command goes on where it was interrupted.");
        command.Arguments.Add(model);
        var options = new CommandOptions<TuningOptions>(command, OptionSections.ModelTune, new TuningOptions { Samples = "", Out = "" });
        AddWhat(options);
        AddHow(options);
        host.SetAction(command, context => RunAsync(context, context.Parsed.GetRequiredValue(model), options.Read(context)));
        return command;
    }

    private static void AddWhat(CommandOptions<TuningOptions> options) => options
        .Add(o => o.Samples, "JSON lines of {\"messages\": […]} or {\"prompt\", \"completion\"}.", "FILE")
        .Add(o => o.Validation, "Samples to measure the loss on.", "FILE")
        .Add(o => o.ValidationShare, "Share of the samples held out for that instead.")
        .Add(o => o.Out, "Folder of the result: a PEFT adapter, or a model.", "DIR")
        .Add(o => o.Merge, "Merge the adapters, and write the whole model.")
        .Add(o => o.Full, "Train all parameters instead of adapters.")
        .Add(o => o.LoraRank, "Rank of the adapters.")
        .Add(o => o.LoraAlpha, "What they are scaled by, over the rank.")
        .Add(o => o.RankStabilized, "Scale over the root of the rank (rsLoRA).")
        .Add(o => o.LoraTargets, "Layers that get one: all-linear, or names with commas.", "NAMES")
        .Add(o => o.LoraDropout, "Share of their inputs that is dropped.");

    private static void AddHow(CommandOptions<TuningOptions> options) => options
        .Add(o => o.Epochs, "Passes over the samples.")
        .Add(o => o.Steps, "Optimiser steps instead.")
        .Add(o => o.LearningRate, "Peak learning rate; 0 for 2e-4, or 1e-5 in full.")
        .Add(o => o.Decay, "How it goes on after the warm-up.")
        .Add(o => o.WarmupSteps, "Steps of the warm-up.")
        .Add(o => o.WarmupShare, "Share of all steps instead.")
        .Add(o => o.WeightDecay, "Decoupled weight decay.")
        .Add(o => o.Beta1, "Decay of Adam's first moment.")
        .Add(o => o.Beta2, "Decay of its second.")
        .Add(o => o.Epsilon, "What keeps Adam from dividing by zero.")
        .Add(o => o.ClipNorm, "Longest gradient.")
        .Add(o => o.MicroBatchTokens, "Tokens that are computed at once.")
        .Add(o => o.Accumulation, "Micro-batches of a step.")
        .Add(o => o.MaximumLength, "Tokens of a sample at most.")
        .Add(o => o.LongSamples, "What becomes of longer ones.")
        .Add(o => o.Packing, "Let short samples share rows.")
        .Add(o => o.GradientCheckpointing, "Compute layers twice instead of keeping them.")
        .Add(o => o.EvaluateEvery, "Steps between validations; 0 for once a pass.")
        .Add(o => o.Patience, "Stop after N validations without a better loss; 0: never.")
        .Add(o => o.SaveEvery, "Steps after which a state is saved; 0 for every five minutes.")
        .Add(o => o.Precision, "What products are computed in.")
        .Add(o => o.Device, "auto, cpu or cuda:N.", "DEVICE")
        .Add(o => o.Seed, "Seed of initialisation, order and dropout.")
        .Add(o => o.Threads, "Threads for tensor work; 0 for one a processor.");

    private static async Task RunAsync(CommandContext context, string model, TuningOptions options)
    {
        var path = ModelReference.Resolve(model, context.CurrentDirectory);
        var report = await new ProgressDisplay(context.Terminal, TimeProvider.System, context.CancellationToken).ShowAsync(
            "tune", progress => LanguageModelTuner.TuneAsync(path, options, context.Force, progress, context.CancellationToken));
        context.Terminal.Messages(report.Notices ?? []);
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(report));
            return;
        }

        context.Terminal.Result(ModelTables.Of(report));
        context.Terminal.Result(options.Out);
    }
}
