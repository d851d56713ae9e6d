namespace Grlm;

/// <summary>
/// Writes instruction samples of a workspace (GRLM, section 3.2): <c>instructions/</c>, in our form and in others', with what LLaMA-Factory
/// needs to train on them. Users' held-out interactions are in no sample. Holds no state and is thread-safe.
/// </summary>
/// <param name="openTokenizer">Opens the tokenizer in a model's folder, to count tokens.</param>
public sealed class InstructStage(Func<string, ITokenCounter> openTokenizer) : IStage<InstructOptions, InstructReport>
{
    private const string TrainingPart = "train", ValidationPart = "validation";

    /// <inheritdoc/>
    public string Name => "instruct";

    /// <inheritdoc/>
    public string Folder => ArtifactNames.Instructions;

    /// <inheritdoc/>
    /// <exception cref="MissingPrerequisiteException">The folder that is to have a tokenizer has none.</exception>
    public StageInputs InputsOf(InstructOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] artifacts = options.Tasks.Contains(InstructionTask.Collaborative)
            ? [ArtifactNames.Dataset, ArtifactNames.Terms, ArtifactNames.Ranker]
            : [ArtifactNames.Dataset, ArtifactNames.Terms];
        string?[] prompts = [options.BehaviorPrompt, options.InternalizationPrompt, options.CollaborativePrompt];
        return new StageInputs(artifacts,
            [.. prompts.OfType<string>(), .. options.Tokenizer is { } folder ? TokenizerIdentity.FilesOf(folder) : []]);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">There is no task or form, or the options don't go together.</exception>
    /// <exception cref="InvalidInputException">There is nothing to make samples of, or a template is no good.</exception>
    /// <exception cref="MissingPrerequisiteException">Dataset, term library, behavioural neighbours or tokenizer are not there.</exception>
    public async Task<InstructReport> RunAsync(InstructOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
        if (options is { Continued: true, EveryPrefix: true })
        {
            throw new InvalidOptionsException(
                "Options 'continued' and 'everyPrefix' exclude one another: a history that goes on asks for every item of it. " +
                    "Leave one out.");
        }

        if (options.Tasks.Count == 0 || options.Formats.Count == 0)
        {
            throw new InvalidOptionsException("Samples take a task and a form at least. Name them with 'tasks' and 'formats'.");
        }

        context.Progress.Report(new StageProgress("planning samples", 0, 0, "samples"));
        var (source, contract) = await new InstructionPreparation(openTokenizer).ReadAsync(options, context.Workspace, cancellationToken);
        var plan = InstructionPlan.Of(source, options);
        InstructionFormat[] formats = [.. options.Formats.Distinct().Order()];
        var bytes = await Task.Run(() => WriteSamples(plan, source, formats, context, cancellationToken), cancellationToken);
        contract.Write(context.OutputDirectory);
        new LlamaFactoryFiles(context.OutputDirectory, formats).Write(
            plan.Validation.Length > 0 ? [TrainingPart, ValidationPart] : [TrainingPart], options.MaximumTokens, options.Seed);
        return new InstructReport(plan.Count(), bytes, contract.LibraryVersion);
    }

    private static SortedDictionary<string, long> WriteSamples(
        InstructionPlan plan, InstructionSource source, InstructionFormat[] formats, StageContext context,
        CancellationToken cancellationToken)
    {
        var bytes = new SortedDictionary<string, long>(StringComparer.Ordinal);
        (string Part, SampleKey[] Keys)[] parts = [(TrainingPart, plan.Training), (ValidationPart, plan.Validation)];
        SampleWriter[] writers = [.. parts.Select(part => new SampleWriter(context.OutputDirectory, part.Part, formats))];
        foreach (var (writer, (_, keys)) in writers.Zip(parts).Where(part => part.Second.Keys.Length > 0))
        {
            foreach (var (name, length) in writer.Write(keys, source.Render, context.Progress, cancellationToken))
            {
                bytes[name] = length;
            }
        }

        Array.ForEach(writers, writer => writer.Finish());
        return bytes;
    }
}

/// <summary>Reads what instruction samples are made of, and puts their rendering together.</summary>
/// <param name="openTokenizer">Opens the tokenizer in a model's folder.</param>
internal sealed class InstructionPreparation(Func<string, ITokenCounter> openTokenizer)
{
    /// <summary>Reads the artifacts of a workspace as the options need them.</summary>
    /// <exception cref="InvalidOptionsException">The options don't go together, or not with the library.</exception>
    /// <exception cref="MissingPrerequisiteException">An artifact, a template or a tokenizer is not there.</exception>
    public async Task<(InstructionSource Source, InstructionContract Contract)> ReadAsync(
        InstructOptions options, GrlmWorkspace workspace, CancellationToken cancellationToken)
    {
        var dataset = DatasetReader.Read(workspace);
        var whole = TermLibraryReader.Read(workspace, dataset.Catalog);
        if (options.Terms > whole.Length)
        {
            throw new InvalidOptionsException(
                $"The library's term IDs have {whole.Length} terms: 'terms' takes 1 to {whole.Length}, not {options.Terms}.");
        }

        var library = whole.Take(options.Terms ?? whole.Length);
        var counter = options.Tokenizer is { } folder ? openTokenizer(folder) : null;
        var rendering = RenderingOf(options, library, counter);
        var similar = options.Tasks.Contains(InstructionTask.Collaborative)
            ? NeighborTableFile.ByBehavior.Read(workspace, dataset.Catalog) : null;
        var source = new InstructionSource(
            dataset.Catalog, library, dataset.Split.Training,
            similar, new InstructionRenderer(dataset.Catalog, library, rendering, counter), options.Neighbors);
        return (source, new InstructionContract
        {
            LibraryVersion = whole.Version,
            Terms = library.Length,
            Rendering = rendering,
            Tokenizer = options.Tokenizer is null ? null
                : counter?.Identity ?? await TokenizerIdentity.OfAsync(options.Tokenizer, cancellationToken),
        });
    }

    private static RenderingSettings RenderingOf(InstructOptions options, TermLibrary library, ITokenCounter? counter) => new()
    {
        MaximumHistory = options.MaximumHistory,
        Titles = !options.NoTitles && !options.Continued,
        Continued = options.Continued,
        MaximumTokens = options.MaximumTokens,
        TermIdTokens = options.MaximumTokens is null || counter is null ? 0 : RenderingSettings.LongestOf(library, counter),
        BehaviorPrompt = PromptTemplate.TextOf(
            options.BehaviorPrompt, options.Continued ? InstructionPrompts.Continued : InstructionPrompts.Behavior),
        InternalizationPrompt = PromptTemplate.TextOf(
            options.InternalizationPrompt,
            options.Continued ? InstructionPrompts.ContinuedInternalization : InstructionPrompts.Internalization),
        CollaborativePrompt = PromptTemplate.TextOf(
            options.CollaborativePrompt, options.Continued ? InstructionPrompts.ContinuedCollaborative : InstructionPrompts.Collaborative),
    };
}
