namespace Grlm.Torch;

/// <summary>
/// Tunes a language model on samples, in full or by low-rank adapters, and writes the result so that transformers and PEFT load it. A run
/// that was interrupted, or killed, goes on from its last state when it is started again, and ends with the same bytes.
/// </summary>
public static class LanguageModelTuner
{
    /// <summary>Tunes a model.</summary>
    /// <param name="model">A folder in Hugging Face layout, one with a GGUF file, or such a file.</param>
    /// <param name="options">On what, how, and where the result goes.</param>
    /// <param name="force">Whether to start over, replacing what is in the folder of the result.</param>
    /// <param name="progress">Told of every micro-batch; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two micro-batches; the state is saved.</param>
    /// <returns>What came of it; at once where the same run has been finished before.</returns>
    /// <exception cref="InvalidOptionsException">An option cannot be, the run does not fit into memory, or the folder holds something
    /// else.</exception>
    /// <exception cref="MissingPrerequisiteException">The model, the samples or the device is not there.</exception>
    /// <exception cref="InvalidInputException">The model or a sample is damaged, or the loss is no longer a number.</exception>
    public static Task<TuningReport> TuneAsync(
        string model, ModelTuneOptions options, bool force = false, IProgress<StageProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return TorchRuntime.RunAsync(
            options.Threads, () => Tune(model, options, force, progress ?? new Progress<StageProgress>(), cancellationToken),
            cancellationToken);
    }

    private static TuningReport Tune(
        string path, ModelTuneOptions options, bool force, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        TuningFolder folder;
        IReadOnlyList<TuningSample> training;
        IReadOnlyList<TuningSample> validation;
        IReadOnlyList<string>? notices;
        using (var checkpoint = ModelCheckpoint.Open(path))
        {
            if (TorchRuntime.DeviceOf(options.Tuning.Device).type == TorchSharp.DeviceType.CPU)
            {
                TuningMemory.Check(checkpoint.Config, options.Tuning, AvailableMemory.Read().Free);
            }

            (training, validation) = ReadSamples(checkpoint, options, progress, cancellationToken);
            notices = checkpoint.ReportedNotices;
            folder = new TuningFolder(options.Out, TuningIdentity.Of(options, checkpoint, training, validation));
        }

        if (!force && folder.FindReport() is { } report)
        {
            return report;
        }

        folder.Begin(force, [path, options.Samples, options.Validation ?? options.Samples]);
        return Run(path, options, folder, training, validation, notices, progress, cancellationToken);
    }

    private static (IReadOnlyList<TuningSample> Training, IReadOnlyList<TuningSample> Validation) ReadSamples(
        ModelCheckpoint checkpoint, ModelTuneOptions options, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var template = new Lazy<ChatTemplate>(() => ChatTemplate.Load(checkpoint.TokenizerSource));
        var renderer = new SampleRenderer(Tokenizer.Load(checkpoint.TokenizerSource), () => template.Value);
        var file = new SampleFile(renderer, checkpoint.Config.VocabularySize, options.Tuning.MaximumLength, options.LongSamples);
        var samples = file.Read(options.Samples, progress, cancellationToken);
        return options.Validation is { } validation
            ? (samples, file.Read(validation, progress, cancellationToken))
            : SampleSplit.Draw(samples, options.ValidationShare, options.Seed);
    }

    private static TuningReport Run(
        string path, ModelTuneOptions options, TuningFolder folder, IReadOnlyList<TuningSample> training,
        IReadOnlyList<TuningSample> validation,
        IReadOnlyList<string>? notices, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var tuning = options.OfTuning;
        var place = new LanguageModelOptions { Device = tuning.Device, Precision = tuning.Precision, Threads = options.Threads };
        var model = tuning.Full ? LanguageModel.LoadTrainable(path, place) : LanguageModel.Load(path, place);
        using var adapters = tuning.Full
            ? null : new LoraAdapters(tuning.Adapter with { BaseModel = path }, model.Config, model.Network.Device);
        try
        {
            adapters?.Initialize(options.Seed);
            using var run = new TuningRun(model.Network, adapters, new FixedSamples(training), validation, tuning, folder.Work);
            var report = run.Run(progress, cancellationToken) with { Notices = notices };
            if (options.Merge)
            {
                model.Dispose();
                model = LanguageModel.Load(path,
                    place with { Precision = Precision.Float32 }); // a sum in bfloat16 would lose what was learnt
                adapters!.MergeInto(model.Network.Weights);
            }

            Save(model, options.Merge ? null : adapters, folder.Result);
            folder.Finish(report, run.Records);
            return report;
        }
        finally
        {
            model.Dispose();
        }
    }

    private static void Save(LanguageModel model, LoraAdapters? adapters, string folder)
    {
        if (adapters is not null)
        {
            adapters.Save(folder);
            return;
        }

        // What was stored in blocks of few bits cannot be stored so again.
        model.Save(folder, model.Config.StoredType is StoredType.F16 or StoredType.BF16 ? model.Config.StoredType : StoredType.F32);
    }
}

/// <summary>Holds samples out to measure the loss on.</summary>
internal static class SampleSplit
{
    /// <summary>Draws the samples that are held out; both parts keep the order of the file.</summary>
    /// <param name="samples">All samples.</param>
    /// <param name="share">Share that is held out, 0 to below 1; where it is above 0, one sample at least.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <exception cref="InvalidInputException">Nothing would be left to train on.</exception>
    public static (IReadOnlyList<TuningSample> Training, IReadOnlyList<TuningSample> Validation) Draw(
        IReadOnlyList<TuningSample> samples, double share, int seed)
    {
        var count = share > 0 ? Math.Max(1, (int)Math.Round(samples.Count * share)) : 0;
        if (count >= samples.Count)
        {
            throw new InvalidInputException(
                $"There are {samples.Count} samples; holding {count} of them out leaves none to train on. " +
                    $"Give more, or a validation file.");
        }

        var order = Enumerable.Range(0, samples.Count).ToArray();
        TrainingSeed.Managed(seed, epoch: 0).Shuffle(order);
        var held = order.Take(count).ToHashSet();
        return ([.. samples.Where((_, place) => !held.Contains(place))], [.. samples.Where((_, place) => held.Contains(place))]);
    }
}
