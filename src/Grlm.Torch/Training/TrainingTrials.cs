namespace Grlm.Torch;

/// <summary>What options of the training stages are tried with.</summary>
public static class TrainingTrials
{
    private const string RankSpace = """
        {
          "batchSize": [64, 128, 256],
          "blocks": [1, 2],
          "dropout": [0.1, 0.2, 0.3, 0.4, 0.5],
          "itemDropout": [0, 0.1, 0.3],
          "learningRate": [0.0005, 0.001, 0.002],
          "maximumHistory": [20, 50, 100],
          "temperature": [0.05, 0.07, 0.1],
          "width": [64, 128, 192]
        }
        """;

    private const string TrainSpace = """
        {
          "batchSize": [256, 512, 1024],
          "learningRate": [0.001, 0.002, 0.004],
          "weightDecay": [0, 0.01, 0.05]
        }
        """;

    /// <summary>Opens the trials of a stage. The data is read here once, and its test targets are dropped: see <see cref="TrainingData"/>.</summary>
    /// <param name="options">Which stage.</param>
    /// <param name="workspace">The workspace.</param>
    /// <exception cref="MissingPrerequisiteException">What the stage reads is not there yet.</exception>
    public static ITrialRunner Open(SweepOptions options, GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(options);
        var data = TrainingData.Read(workspace);
        if (options.Stage == SweptStage.Rank)
        {
            var rank = new RankStage(_ => data);
            return new StageTrials<RankOptions>(rank, RankSpace, workspace, rank.InputsOf(new RankOptions()).ArtifactsIn(workspace), options.Threads);
        }

        var train = new TrainStage(_ => data);
        return new StageTrials<TrainOptions>(train, TrainSpace, workspace, train.InputsOf(new TrainOptions()).Artifacts, options.Threads);
    }
}
