using System.Text.Json;

namespace Grlm.Torch;

/// <summary>
/// Represents a run that tunes a pretrained language model on the samples of <c>grlm instruct</c>, in full or by low-rank adapters. The
/// loss is measured on what a sample of validation users did next, and what the model recommends to them is grounded and compared with it.
/// </summary>
/// <param name="options">Options of the stage.</param>
/// <param name="context">Where it reads and writes.</param>
/// <param name="cancellationToken">Stops between two micro-batches; the state is saved.</param>
internal sealed class LanguageModelTraining(TrainOptions options, StageContext context, CancellationToken cancellationToken)
{
    private const string WorkFolder = "tuning";

    private readonly string _path = ModelReference.Resolve(options.Base!);

    /// <summary>Tunes and saves.</summary>
    public TrainingReport Run()
    {
        using var checkpoint = ModelCheckpoint.Open(_path);
        var tuning = options.OfTuning(LanguageModelTensors.CountParameters(checkpoint.Config));
        var dataset = DatasetReader.Read(context.Workspace);
        var library = TermLibraryReader.Read(context.Workspace, dataset.Catalog);
        var tokens = ConversationTokens.Load(checkpoint.TokenizerSource);
        var contract = CutToLength(InstructionContract.Read(context.Workspace.FilesOf(ArtifactNames.Instructions).Folder()),
            library, tokens);
        var sample = new ValidationSample(dataset.Catalog, dataset.Split.Training, library, options.ValidationUsers, options.Seed);
        var data = new TrainingData(dataset.Catalog, library, dataset.Split.Training);
        using var material = ReadMaterial(checkpoint, data, contract, tokens, sample, tuning);
        tuning = tuning with { Accumulation = options.AccumulationFor(material.Training.SizesOf(epoch: 1).Average(size => size.Length)) };

        var place = new LanguageModelOptions { Device = tuning.Device, Precision = tuning.Precision, Threads = options.Threads };
        using var model = tuning.Full ? LanguageModel.LoadTrainable(_path, place) : LanguageModel.Load(_path, place);
        using var adapters = tuning.Full
            ? null : new LoraAdapters(tuning.Adapter with { BaseModel = options.Base! }, model.Config, model.Network.Device);
        adapters?.Initialize(options.Seed);
        var work = Path.Combine(context.OutputDirectory, WorkFolder);
        using var loss = material.LossFor(model.Network, options.TermIds);
        using var run = new TuningRun(model.Network, adapters, material.Training, material.Validation, tuning, work, loss)
        {
            Grounded = sample.Users == 0
                ? null : () => Ground(model, adapters, work, place, new(dataset.Catalog, library, contract, sample)),
        };
        var report = run.Run(context.Progress, cancellationToken);
        var fusion = options.TermIds.Teacher
            ? ChooseFusion(model, adapters, work, place, new(dataset.Catalog, library, contract, sample), data.Split) : null;
        Save(model, adapters, contract, run.Records);
        Directory.Delete(work, recursive: true);
        return Report(report, run.Records) with { Notices = checkpoint.ReportedNotices, Fusion = fusion };
    }

    /// <summary>
    /// Returns the contract with what training leaves of a prompt where samples are cut: room for the longest TID is kept free, so that a
    /// prompt is cut alike whatever is to be written behind it.
    /// </summary>
    private InstructionContract CutToLength(InstructionContract contract, TermLibrary library, ConversationTokens tokens)
    {
        var room = options.Tuning.MaximumLength - RenderingSettings.LongestOf(contract.LibraryOf(library), tokens);
        return room > 0 ? contract with { PromptTokens = room } : throw new InvalidOptionsException(
            $"Option 'maximumLength' is {options.Tuning.MaximumLength}, which leaves no room for a prompt before the longest term ID. " +
                "Raise it.");
    }

    private TuningMaterial ReadMaterial(
        ModelCheckpoint checkpoint, TrainingData data, InstructionContract contract, ConversationTokens tokens, ValidationSample sample,
        TuningOptions tuning)
    {
        if (TorchRuntime.DeviceOf(tuning.Device).type == TorchSharp.DeviceType.CPU)
        {
            TuningMemory.Check(checkpoint.Config, tuning, AvailableMemory.Read().Free);
        }

        contract.CheckTokenizer(options.Base!, checkpoint.Texts.IdentifyAsync(cancellationToken).GetAwaiter().GetResult());
        var renderer = new InstructionRenderer(data.Catalog, contract.LibraryOf(data.Library), contract.Rendering, tokens);
        var validation = sample.Samples(new BehaviorPrompts(renderer, tokens, contract.PromptTokens));
        return options.TermIds.TermIdLoss
            ? TuningMaterial.OfTermIds(
                data, renderer, tokens, validation, options.TermIds, options.Seed, options.LanguageModelTasks,
                context.Workspace, ReadSamples)
            : new TuningMaterial(new FixedSamples(ReadSamples([.. options.LanguageModelTasks])), validation);

        IReadOnlyList<TuningSample> ReadSamples(IReadOnlyCollection<InstructionTask> tasks)
        {
            var template = new Lazy<ChatTemplate>(() => ChatTemplate.Load(checkpoint.TokenizerSource));
            var file = new SampleFile(
                new SampleRenderer(Tokenizer.Load(checkpoint.TokenizerSource), () => template.Value),
                checkpoint.Config.VocabularySize,
                options.Tuning.MaximumLength,
                LongSamples.Cut,
                options.Tuning.MaximumLength - contract.PromptTokens!.Value);
            return file.Read(
                InstructionSamples.PathOf(context.Workspace), context.Progress, cancellationToken, InstructionSamples.NamesOf(tasks));
        }
    }

    /// <summary>Measures what the model as it stands recommends.</summary>
    private (double Recall, double Ndcg) Ground(
        LanguageModel model, LoraAdapters? adapters, string work, LanguageModelOptions place, Grounding grounding)
        => Generate(model, adapters, work, place, grounding, generator
            => grounding.Sample.Measure(generator, options.ValidationBeams, context.Progress, cancellationToken));

    /// <summary>Chooses the weight of the model beside the ranker that taught it, on validation users, and writes it.</summary>
    private FusionTrial? ChooseFusion(
        LanguageModel model, LoraAdapters? adapters, string work, LanguageModelOptions place, Grounding grounding, TrainingSplit split)
    {
        var ranker = SequenceRanker.Load(context.Workspace, grounding.Library, options.Threads);
        var fusion = Generate(model, adapters, work, place, grounding, generator
            => new FusionTuning(grounding.Library, generator, ranker)
                .Choose(split, options.ValidationUsers, context.Progress, cancellationToken));
        FusionFile.Write(context.OutputDirectory, fusion);
        return fusion.Chosen;
    }

    /// <summary>Uses the model as it stands as a generator. Adapters are merged into a second copy of the weights for it.</summary>
    private T Generate<T>(
        LanguageModel model, LoraAdapters? adapters, string work, LanguageModelOptions place, Grounding grounding,
        Func<ITermIdGenerator, T> use)
    {
        if (adapters is null)
        {
            return Use(model);
        }

        var folder = Path.Combine(work, "adapter");
        adapters.Save(folder);
        using var merged = LanguageModel.Load(_path, place with { Adapter = folder });
        return Use(merged);

        T Use(LanguageModel current)
        {
            using var generator = new WorkspaceLanguageModel(
                () => BeamSearch.Fastest(current), current.Speech, grounding.Catalog, grounding.Library, grounding.Contract,
                GenerationMode.Constrained);
            return use(generator);
        }
    }

    private void Save(LanguageModel model, LoraAdapters? adapters, InstructionContract contract, IReadOnlyList<TuningRecord> records)
    {
        // Both replace a folder as a whole, and this one also holds what the run needs until it is over.
        var result = Path.Combine(context.OutputDirectory, WorkFolder, "result");
        if (adapters is null)
        {
            model.Save(result, model.Config.StoredType is StoredType.F16 or StoredType.BF16 ? model.Config.StoredType : StoredType.F32);
        }
        else
        {
            adapters.Save(result);
        }

        foreach (var file in Directory.EnumerateFiles(result))
        {
            File.Move(file, Path.Combine(context.OutputDirectory, Path.GetFileName(file)), overwrite: true);
        }

        File.Copy(Path.Combine(context.OutputDirectory, WorkFolder, TuningLog.FileName),
            Path.Combine(context.OutputDirectory, TuningLog.FileName), overwrite: true);
        AtomicFile.WriteAllText(Path.Combine(context.OutputDirectory, LossCurve.FileName), LossCurve.Draw(records));
        contract.Write(context.OutputDirectory);
    }

    private TrainingReport Report(TuningReport report, IReadOnlyList<TuningRecord> records)
    {
        var best = records.FirstOrDefault(record => record.ValidationLoss is not null && record.Step == report.BestStep);
        var epoch = records.LastOrDefault(record => record.Epoch is not null && record.Step <= report.BestStep)?.Epoch ?? 0;
        return new TrainingReport(
            report.Parameters, report.Epochs, epoch, report.Steps, best?.ValidationRecallAt10 ?? 0, best?.ValidationNdcgAt10 ?? 0)
        {
            Generator = options.Tuning.Full ? GeneratorKind.LanguageModel : GeneratorKind.Adapter,
            ValidationLossBefore = report.ValidationLossBefore,
            ValidationLoss = report.ValidationLoss,
        };
    }

    private sealed record Grounding(Catalog Catalog, TermLibrary Library, InstructionContract Contract, ValidationSample Sample);
}

/// <summary>Says what training takes from the instructions of a workspace.</summary>
internal static class InstructionSamples
{
    private const string TrainingFile = "train.jsonl";

    /// <summary>Returns the file of training samples in our own form.</summary>
    /// <exception cref="MissingPrerequisiteException">The instructions were written in other forms only.</exception>
    public static string PathOf(GrlmWorkspace workspace)
    {
        return workspace.FilesOf(ArtifactNames.Instructions).Find(TrainingFile)
            ?? throw new MissingPrerequisiteException(
                $"There is no {workspace.PathOf(ArtifactNames.Instructions, TrainingFile)}. " +
                    $"Run stage 'instruct' with 'grlm' among its formats.");
    }

    /// <summary>Names of tasks as they stand in samples.</summary>
    public static IReadOnlyCollection<string> NamesOf(IEnumerable<InstructionTask> tasks)
        => [.. tasks.Select(task => JsonNamingPolicy.CamelCase.ConvertName(task.ToString())).Distinct()];
}
