namespace Grlm.Import;

/// <summary>A file to import, known to be there, to hold something and to be of a form that can be read.</summary>
/// <param name="Path">The path as the user gave it: messages repeat it.</param>
/// <param name="Format">The form, taken from the name.</param>
/// <param name="IsGzip">Whether the name says that it is compressed.</param>
/// <param name="Length">Bytes on disk.</param>
internal sealed record InputFile(string Path, InputFormat Format, bool IsGzip, long Length)
{
    /// <summary>The catalogue.</summary>
    public static InputFile OfItems(string path) => Of(path, "items", ".jsonl, .json, .csv, .tsv (each also .gz) or .parquet", extension => extension switch
    {
        ".jsonl" or ".ndjson" or ".json" => InputFormat.JsonLines,
        ".csv" => InputFormat.Csv,
        ".tsv" => InputFormat.Tsv,
        ".parquet" => InputFormat.Parquet,
        _ => null,
    });

    /// <summary>The interactions.</summary>
    public static InputFile OfInteractions(string path) => Of(path, "interactions", ".txt, .tsv, .csv (each also .gz) or .parquet", extension => extension switch
    {
        ".txt" => InputFormat.Sequences,
        ".csv" => InputFormat.Csv,
        ".tsv" => InputFormat.Tsv,
        ".parquet" => InputFormat.Parquet,
        _ => null,
    });

    private static InputFile Of(string path, string content, string known, Func<string, InputFormat?> formatOf)
    {
        if (Directory.Exists(path))
            throw new InvalidInputException($"{path}: this is a folder. Give the path of the {content} file in it.");
        var info = new FileInfo(path);
        if (!info.Exists)
            throw new InvalidInputException($"{path}: there is no such file. Check the path of the {content} file.");
        var isGzip = info.Extension.Equals(".gz", StringComparison.OrdinalIgnoreCase);
        var extension = System.IO.Path.GetExtension(isGzip ? info.Name[..^3] : info.Name).ToLowerInvariant();
        var format = formatOf(extension);
        if (format is null || (isGzip && format is InputFormat.Parquet))
            throw new InvalidInputException($"{path}: {content} cannot be read from this kind of file. Its name must end in {known}.");
        if (info.Length == 0)
            throw new InvalidInputException(path, 1, "the file is empty.", $"Export the {content} again.");
        return new InputFile(path, format.Value, isGzip, info.Length);
    }
}
