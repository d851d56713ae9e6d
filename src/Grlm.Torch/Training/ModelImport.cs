using System.Text.Json.Nodes;

namespace Grlm.Torch;

/// <summary>
/// Takes over a model or an adapter that was tuned elsewhere on the instructions of a workspace. Refused where it would be asked otherwise
/// than it was trained: another term library, a tokenizer that cuts the same text into other tokens, a chat template that renders the same
/// conversation differently.
/// </summary>
/// <param name="options">Options of the stage.</param>
/// <param name="context">Where it reads and writes.</param>
/// <param name="cancellationToken">Stops between files.</param>
internal sealed class ModelImport(TrainOptions options, StageContext context, CancellationToken cancellationToken)
{
    private readonly string _folder = Path.GetFullPath(options.Import!);

    /// <summary>Returns the files of a folder that are taken over.</summary>
    /// <exception cref="MissingPrerequisiteException">There is no model and no adapter in it.</exception>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new MissingPrerequisiteException(
                $"There is no folder '{folder}'. Name the folder of the model or adapter that was tuned elsewhere.");
        }

        string[] adapter = [Path.Combine(folder, CheckpointFiles.AdapterConfig), Path.Combine(folder, CheckpointFiles.AdapterWeights)];
        string[] others = [CheckpointFiles.GenerationConfig, .. CheckpointFiles.TokenizerFiles];
        IEnumerable<string> weights = File.Exists(adapter[0]) ? adapter : CheckpointLayout.Find(folder).ListFiles();
        return [.. weights.Union(others.Select(name => Path.Combine(folder, name)).Where(File.Exists), StringComparer.Ordinal)];
    }

    /// <summary>Checks and copies.</summary>
    public TrainingReport Run()
    {
        var dataset = DatasetReader.Read(context.Workspace);
        var library = TermLibraryReader.Read(context.Workspace, dataset.Catalog);
        var isAdapter = File.Exists(Path.Combine(_folder, CheckpointFiles.AdapterConfig));
        var contract = CheckedContract(library);
        var notices = CheckWeights(isAdapter);
        if (!isAdapter || File.Exists(Path.Combine(_folder, CheckpointFiles.Tokenizer)))
        {
            var identity = ModelTexts.Of(_folder).IdentifyAsync(cancellationToken)
                .GetAwaiter().GetResult(); // on a local file nothing waits
            contract.CheckTokenizer(_folder, identity);
        }

        foreach (var file in FilesOf(_folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            context.Progress.Report(new StageProgress($"copying {Path.GetFileName(file)}", 0, 0, "files"));
            File.Copy(file, Path.Combine(context.OutputDirectory, Path.GetFileName(file)), overwrite: true);
        }

        if (isAdapter && options.Base is not null)
        {
            SetBase(Path.Combine(context.OutputDirectory, CheckpointFiles.AdapterConfig), options.Base);
        }

        contract.Write(context.OutputDirectory);
        return Measure(dataset, library, isAdapter) with { Notices = notices };
    }

    /// <summary>Sets the base that an adapter names: it has another path on the machine that tuned it.</summary>
    private static void SetBase(string path, string model)
    {
        var config = (JsonObject)JsonNode.Parse(File.ReadAllText(path))!; // it has been read as an adapter's before
        config["base_model_name_or_path"] = model;
        AtomicFile.WriteAllText(path, config.ToJsonString(WorkspaceJson.Options));
    }

    /// <summary>Returns what the workspace's samples agree on, and the folder's own word where it has one.</summary>
    private InstructionContract CheckedContract(TermLibrary library)
    {
        var contract = InstructionContract.Read(context.Workspace.FilesOf(ArtifactNames.Instructions).Folder());
        contract.LibraryOf(library);
        if (!WorkspaceLanguageModel.IsIn(_folder))
        {
            return contract;
        }

        var trained = InstructionContract.Read(_folder);
        trained.LibraryOf(library);
        return trained.Rendering == contract.Rendering && trained.Terms == contract.Terms
            ? trained
            : throw new InvalidInputException(
                $"{_folder} was trained on samples that were rendered otherwise than the workspace's. " +
                    $"Run stage 'instruct' with the options that they were made with.");
    }

    /// <summary>Checks names and shapes of all weights, which opening does.</summary>
    /// <returns>What to tell about the model; null for nothing.</returns>
    private IReadOnlyList<string>? CheckWeights(bool isAdapter)
    {
        if (!isAdapter)
        {
            using var checkpoint = ModelCheckpoint.Open(_folder);
            return checkpoint.ReportedNotices;
        }

        using var adapter = PeftAdapter.Read(_folder);
        var name = options.Base ?? adapter.Config.BaseModel
            ?? throw new InvalidOptionsException(
                $"{_folder} holds an adapter that doesn't say which model it belongs to. Name that with 'base'.");
        using var model = ModelCheckpoint.Open(ModelReference.Resolve(name));
        adapter.CheckFits(model.Config);
        return model.ReportedNotices;
    }

    private TrainingReport Measure(Dataset dataset, TermLibrary library, bool isAdapter)
    {
        var sample = new ValidationSample(dataset.Catalog, dataset.Split.Training, library, options.ValidationUsers, options.Seed);
        using var generator = WorkspaceLanguageModel.Load(context.OutputDirectory, dataset.Catalog, library, GenerationMode.Constrained,
            options.Threads);
        var (recall, ndcg) = sample.Measure(generator, options.ValidationBeams, context.Progress, cancellationToken);
        return new TrainingReport(0, 0, 0, 0, recall, ndcg) { Generator = isAdapter ? GeneratorKind.Adapter : GeneratorKind.LanguageModel };
    }
}
