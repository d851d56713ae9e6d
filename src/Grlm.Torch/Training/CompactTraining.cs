using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Represents a run that trains the compact generator: its tasks, then preference tuning where that is asked for.</summary>
/// <param name="options">Options of the stage.</param>
/// <param name="data">What it is trained on.</param>
/// <param name="context">Where it reads and writes.</param>
/// <param name="cancellationToken">Stops between two steps; the last checkpoint stays.</param>
internal sealed class CompactTraining(TrainOptions options, TrainingData data, StageContext context, CancellationToken cancellationToken)
{
    private readonly CompactTrainingOptions _compact = options.OfCompact;
    private FusionReport? _fusion;

    /// <summary>Trains and saves.</summary>
    public TrainingReport Run()
    {
        var (catalog, library, split) = data;
        using var ranker = RankerArtifact.Load(context.Workspace, library, CPU);
        var inference = SequenceRanker.Load(context.Workspace, library, options.Threads);
        split = ranker.IsRefit ? split.WithValidation() : split; // a teacher that was refit knows them already
        using var model = GeneratorArtifact.Create(ranker.UnitItems, library);
        ItemSamples[] items = [.. ItemTasks(ranker, library, catalog)];
        try
        {
            using var trainer = new GeneratorTrainer(_compact, model, ranker, inference, library, split, items);
            TrainingReport? preferred = null;

            // Preference tuning runs before the last checkpoint of training goes: interrupted, the run finds both again.
            var trained = new TrainingLoop(_compact.Epochs, options.Patience).Run(
                trainer, context.OutputDirectory, () => preferred = Finish(model, ranker, inference, library, split), context.Progress,
                cancellationToken);
            return trained with { Preference = preferred, Fusion = _fusion?.Chosen };
        }
        finally
        {
            Array.ForEach(items, task => task.Dispose());
        }
    }

    private TrainingReport? Finish(
        CompactGeneratorModel model, TorchRanker ranker, SequenceRanker inference, TermLibrary library, TrainingSplit split)
    {
        if (!options.Preference)
        {
            Save();
            return null;
        }

        using var trainer = new PreferenceTrainer(options.OfPreference, model, ranker, inference, library, split);
        return new TrainingLoop(options.PreferenceTuning.PreferenceEpochs, options.Patience,
            TrainingCheckpoint.PreferenceLog)
        { Figure = epoch => epoch.ValidationNdcgAt10 }
            .Run(trainer, context.OutputDirectory, Save, context.Progress, cancellationToken);

        void Save()
        {
            GeneratorArtifact.Save(context.OutputDirectory, model, library);
            _fusion = new FusionTuning(library, GeneratorArtifact.Snapshot(model, inference, library), inference)
                .Choose(split, int.MaxValue, context.Progress, cancellationToken);
            FusionFile.Write(context.OutputDirectory, _fusion);
        }
    }

    private IEnumerable<ItemSamples> ItemTasks(TorchRanker ranker, TermLibrary library, Catalog catalog)
    {
        if (_compact.Tasks.Contains(InstructionTask.Internalization))
        {
            yield return ItemSamples.Internalization(ranker, library);
        }

        if (_compact.Tasks.Contains(InstructionTask.Collaborative))
        {
            yield return ItemSamples.Collaborative(ranker, library, NeighborTableFile.ByBehavior.Read(context.Workspace, catalog));
        }
    }
}
