using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm train</c>: the generator.</summary>
internal sealed class TrainCommand(Func<IStage<TrainOptions, TrainingReport>>? stage = null)
    : StageCommand<TrainOptions, TrainingReport>(
        new OptionSection<TrainOptions>("train")
        {
            OfPaper = (TrainOptions.OfPaper, "Language model: the paper's settings instead of ours; options that you give win."),
        },
        "Train the generator: the compact one, taught by the ranker, or a language model.",
        stage ?? (() => new TrainStage()));
