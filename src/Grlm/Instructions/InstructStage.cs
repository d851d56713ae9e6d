namespace Grlm;

/// <summary>
/// Writes instruction samples of a workspace (GRLM, section 3.2): <c>instructions/</c>, in our form and in others', with what LLaMA-Factory needs to train on
/// them. Users' held-out interactions are in no sample. Holds no state and is thread-safe.
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
        return new StageInputs(artifacts, [.. prompts.OfType<string>(), .. options.Tokenizer is { } folder ? TokenizerIdentity.FilesOf(folder) : []]);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionsException">There is no task or form, or the options don't go together.</exception>
    /// <exception cref="InvalidInputException">There is nothing to make samples of, or a template is no good.</exception>
    /// <exception cref="MissingPrerequisiteException">Dataset, term library, behavioural neighbours or tokenizer are not there.</exception>
    public async Task<InstructReport> RunAsync(InstructOptions options, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(context);
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
        InstructionPlan plan, InstructionSource source, InstructionFormat[] formats, StageContext context, CancellationToken cancellationToken)
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
