namespace Grlm.Import;

/// <summary>Looks at files as an import would read them, each alone, and writes nothing. Thread-safe.</summary>
public static class ImportPreview
{
    private const int ShownRows = 3;

    /// <summary>Reads a file to its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isItems">Whether it holds items, or interactions; null to tell by its columns.</param>
    /// <param name="options">How it is to be read.</param>
    /// <param name="progress">Told how far the file has been read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, or lacks a column that must be there.</exception>
    public static FilePreview Look(
        string path, bool? isItems, ImportOptions options, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var hints = FormHints.Of(options);
        var scratch = Directory.CreateTempSubdirectory("grlm-look-").FullName;
        try
        {
            using var session = new DuckDbSession(Path.Combine(scratch, "look"), cancellationToken);
            var reading = new ImportProgress(progress, cancellationToken);
            return isItems ?? !HoldsInteractions(path, hints, options, reading, session)
                ? Items(InputFile.OfItems(path, hints), reading, session)
                : Interactions(InputFile.OfInteractions(path, hints), options, reading, session);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static bool HoldsInteractions(
        string path, FormHints hints, ImportOptions options, ImportProgress progress, DuckDbSession session)
    {
        try
        {
            var file = InputFile.OfInteractions(path, hints);
            return InteractionReader.Read(file, options.TextUsers, new InteractionPreferences(options), new RowFaults(lenient: true),
                progress, session)
                .Take(1).Any(first => first.User.Text.Length > 0);
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }

    private static FilePreview Items(InputFile file, ImportProgress progress, DuckDbSession session)
    {
        var faults = new RowFaults(lenient: true);
        var (rows, first) = Gather(ItemSource.Read(file, faults, progress, session), item => new()
        {
            [DatasetColumns.ItemId] = item.Id,
            [DatasetColumns.Title] = item.Title,
            [DatasetColumns.Brand] = item.Brand,
            [DatasetColumns.Categories] = item.Categories,
            [DatasetColumns.Description] = item.Description,
            [DatasetColumns.Domain] = item.Domain,
            [DatasetColumns.Price] = double.IsNaN(item.Price) ? null : item.Price,
            [DatasetColumns.Stock] = double.IsNaN(item.Stock) ? null : item.Stock,
        });
        return new FilePreview("items", file.Report(), rows, first, faults.Dropped) { FirstFault = faults.First };
    }

    private static FilePreview Interactions(InputFile file, ImportOptions options, ImportProgress progress, DuckDbSession session)
    {
        var faults = new RowFaults(lenient: true);
        var (preferences, times) = (new InteractionPreferences(options), new TimeColumn(file));
        var read = InteractionSource.Read(file, options.TextUsers, preferences, times, faults, progress, session);
        var (rows, first) = Gather(read, interaction => new()
        {
            [DatasetColumns.UserId] = interaction.User,
            [DatasetColumns.ItemId] = interaction.Item,
            [DatasetColumns.Timestamp] = interaction.Time is { } time
                ? PointInTime.At(time.Nanoseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'") : null,
        });
        times.Settle(faults);
        return new FilePreview("interactions", file.Report(preferences), rows, first,
            faults.Dropped)
        { FirstFault = faults.First, Times = times.Report() };
    }

    private static (long Rows, List<IReadOnlyDictionary<string, object?>> First) Gather<T>(
        IEnumerable<T> rows, Func<T, Dictionary<string, object?>> show)
    {
        var (count, first) = (0L, new List<IReadOnlyDictionary<string, object?>>());
        foreach (var row in rows)
        {
            if (count++ < ShownRows)
                first.Add(show(row));
        }

        return (count, first);
    }
}
