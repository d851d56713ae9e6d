using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm rank</c>: the history encoder and the collaborative ranker.</summary>
internal sealed class RankCommand(Func<IStage<RankOptions, TrainingReport>>? stage = null)
    : StageCommand<RankOptions, TrainingReport>(
        new OptionSection<RankOptions>("rank"), "Train the history encoder and the collaborative ranker.", stage ?? (() => new RankStage()));
