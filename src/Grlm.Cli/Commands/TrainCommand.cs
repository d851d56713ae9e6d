using System.CommandLine;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm train</c>: the generator.</summary>
internal static class TrainCommand
{
    public static Command Create(CommandHost host) => StageCommand.Create(
        host,
        OptionSections.Train,
        "Train the generator: the compact one, taught by the ranker, or a language model.",
        new TrainOptions(),
        options => options
            .Add(o => o.Base, "Language model to tune instead: its folder, or its name on the hub.", "MODEL")
            .Add(o => o.Import, "Take over a model or adapter that was tuned elsewhere.", "DIR")
            .Add(o => o.Tasks, "What is learnt; behavior by default, by a language model all three.")
            .Add(o => o.Epochs, "Passes over the samples at most; 0 for 8, of a language model 3.")
            .Add(o => o.LearningRate, "Peak learning rate; 0 for 2e-3, of a language model 2e-4 or less.")
            .Add(o => o.Patience, "Stop after N measurements without better validation figures.")
            .Add(o => o.BatchSize, "Compact generator: histories in a batch.")
            .Add(o => o.WeightDecay, "Compact generator: decoupled weight decay.")
            .Add(o => o.Preference, "Compact generator: tune by preference afterwards (GRPO).")
            .Add(o => o.PreferenceEpochs, "Passes of preference tuning at most.")
            .Add(o => o.PreferenceHistories, "Latest interactions of each user that it learns from.")
            .Add(o => o.PreferenceLearningRate, "Its peak learning rate.")
            .Add(o => o.GroupSize, "Term IDs that are compared with one another.")
            .Add(o => o.KlWeight, "Weight of the divergence from the model it starts from.")
            .Add(o => o.RankPenalty, "What the wrong term IDs of a group are fined together.")
            .Add(o => o.Full, "Language model: train all parameters, not adapters.")
            .Add(o => o.LoraRank, "Language model: width between an adapter's factors.")
            .Add(o => o.LoraAlpha, "Language model: scale of adapters times their rank.")
            .Add(o => o.Steps, "Language model: steps instead of passes.")
            .Add(o => o.MicroBatchTokens, "Language model: tokens that are computed at once.")
            .Add(o => o.Accumulation, "Language model: micro-batches of a step.")
            .Add(o => o.BatchSamples, "Language model: samples of a step instead; 0 for none in particular.")
            .Add(o => o.WarmupShare, "Language model: share of the steps over which the learning rate rises.")
            .Add(o => o.MaximumLength, "Language model: tokens of a sample at most; longer ones lose their beginning.")
            .Add(o => o.GradientCheckpointing, "Language model: compute layers twice instead of keeping them.")
            .Add(o => o.EvaluateEvery, "Language model: steps between measurements; 0 for once a pass.")
            .Add(o => o.ValidationUsers, "Language model: validation users that are measured on.")
            .Add(o => o.ValidationBeams, "Language model: beams of those measurements.")
            .Add(o => o.Precision, "Language model: what products are computed in.")
            .Add(o => o.Device, "Language model: auto, cpu or cuda:N.", "DEVICE")
            .Add(o => o.Seed, "Seed of initialisation, order and damage to histories.")
            .Add(o => o.Threads, "Threads for tensor work; 0 for one a processor.")
            .AddPaper("Language model: the paper's settings instead of ours; options that you give win."),
        Pipeline.TrainAsync);
}
