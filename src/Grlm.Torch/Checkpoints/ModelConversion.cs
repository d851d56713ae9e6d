using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>Writes a checkpoint of any known form as a folder in Hugging Face layout.</summary>
public static class ModelConversion
{
    /// <summary>Converts a model on a thread of its own. Takes no more memory than the largest tensor, twice.</summary>
    /// <param name="source">A folder or a GGUF file.</param>
    /// <param name="destination">The folder to write.</param>
    /// <param name="options">How.</param>
    /// <param name="overwrite">Whether a checkpoint that is there is replaced.</param>
    /// <param name="progress">Told about every tensor.</param>
    /// <param name="cancellationToken">Stops before the next tensor, with nothing changed.</param>
    /// <exception cref="InvalidOptionsException">The destination holds something that must not be replaced.</exception>
    /// <exception cref="MissingPrerequisiteException">There is no model.</exception>
    /// <exception cref="InvalidInputException">The source is damaged, or a number does not fit the type.</exception>
    public static Task<ModelConversionReport> RunAsync(
        string source, string destination, ModelConvertOptions options, bool overwrite,
        IProgress<StageProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return TorchRuntime.RunAsync(
            threads: 0, () => Run(source, destination, options, overwrite, progress, cancellationToken), cancellationToken);
    }

    private static ModelConversionReport Run(
        string source, string destination, ModelConvertOptions options, bool overwrite,
        IProgress<StageProgress>? progress, CancellationToken cancellationToken)
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        using var checkpoint = ModelCheckpoint.Open(source);
        CheckDestination(folder, checkpoint.Folder, overwrite);
        var type = options.Dtype is { } wanted ? (StoredType)wanted : TypeOf(checkpoint.Weights);
        var shapes = LanguageModelTensors.NamesAndShapes(checkpoint.Config);
        var completed = 0L;
        var tensors = shapes.Select(tensor => new TensorToStore(tensor.Key, tensor.Value, () => Load(tensor.Key, tensor.Value))).ToList();
        CheckpointWriter.Save(
            folder, checkpoint.Config, tensors, type, checkpoint.GenerationDefaults, checkpoint.TokenizerSource,
            options.MaximumShardSize());
        var parameters = tensors.Sum(tensor => tensor.Count);
        return new ModelConversionReport(folder, type.ToConfigName(), parameters,
            parameters * type.Size())
        { Notices = checkpoint.Notices };

        Tensor Load(string name, long[] shape)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(new StageProgress("writing", completed++, shapes.Count, "tensors"));
            var values = empty(shape, dtype: checkpoint.Weights.Tensors[name].Type.ToScalarType());
            checkpoint.Weights.ReadInto(name, values);
            return values;
        }
    }

    /// <summary>Returns the type that all tensors have; float32 where they differ or come in blocks.</summary>
    private static StoredType TypeOf(ITensorSource weights)
        => weights.Tensors.Values.Select(tensor => tensor.Type).Distinct().ToList() is [var type]
            && type is StoredType.F16 or StoredType.BF16
            ? type
            : StoredType.F32;

    /// <summary>Checks that the folder holds nothing but a checkpoint: it is replaced as a whole.</summary>
    private static void CheckDestination(string folder, string source, bool overwrite)
    {
        if (File.Exists(folder))
        {
            throw new InvalidOptionsException($"{folder} is a file. Name a folder.");
        }

        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return;
        }

        if (string.Equals(folder, Path.TrimEndingDirectorySeparator(source), StringComparison.Ordinal))
        {
            throw new InvalidOptionsException($"{folder} holds the model that is converted. Name another folder.");
        }

        if (!overwrite)
        {
            throw new InvalidOptionsException($"{folder} is not empty. Name another folder, or replace the model in it (option 'force').");
        }

        if (!File.Exists(Path.Combine(folder, CheckpointFiles.Config)) || Directory.EnumerateDirectories(folder).Any())
        {
            throw new InvalidOptionsException(
                $"{folder} holds other things than a model, and option 'force' would delete them. Name another folder.");
        }
    }
}
