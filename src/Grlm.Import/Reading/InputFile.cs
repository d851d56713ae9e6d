namespace Grlm.Import;

/// <summary>A file to import, known to be there, to hold something and to be of a form that can be read.</summary>
internal sealed class InputFile
{
    private const string KnownForms = "JSON (one object a line, or a list), Parquet, or a table whose first line names its columns";

    /// <param name="path">The path as the user gave it: messages repeat it.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="form">What it looks like.</param>
    /// <param name="length">Bytes on disk.</param>
    /// <param name="hints">What the user says of its columns.</param>
    public InputFile(string path, FileContent content, FileForm form, long length, FormHints hints)
        => (Path, Form, Length, Columns) = (path, form, length, new ColumnPlan(content, hints));

    /// <summary>The path as the user gave it: messages repeat it.</summary>
    public string Path { get; }

    /// <summary>What it looks like.</summary>
    public FileForm Form { get; }

    /// <summary>Bytes on disk.</summary>
    public long Length { get; }

    /// <summary>What its columns mean, and what came of them.</summary>
    public ColumnPlan Columns { get; }

    /// <summary>The catalogue.</summary>
    public static InputFile OfItems(string path, FormHints? hints = null) => Of(path, FileContent.Items, hints ?? FormHints.None);

    /// <summary>The interactions.</summary>
    public static InputFile OfInteractions(string path, FormHints? hints = null) => Of(path, FileContent.Interactions, hints ?? FormHints.None);

    /// <summary>How the file was understood, once it has been read.</summary>
    public FileReading Report(InteractionPreferences? preferences = null) => new(Path, Form.Describe(), Columns.Read, Columns.Unread)
    {
        DroppedValues = Columns.DroppedValues,
        Events = preferences?.Events ?? new Dictionary<string, long>(),
    };

    /// <summary>A file of either kind.</summary>
    /// <exception cref="InvalidInputException">It is not there, empty, or of no form that can be read.</exception>
    public static InputFile Of(string path, FileContent content, FormHints hints)
    {
        var name = content.ToString().ToLowerInvariant();
        if (Directory.Exists(path))
            throw new InvalidInputException($"{path}: this is a folder. Give the path of the {name} file in it.");
        if (!System.IO.Path.Exists(path))
            throw new InvalidInputException($"{path}: there is no such file. Check the path of the {name} file.");
        long length;
        using (var file = UserFile.Open(path))
        {
            length = file.Length;
        }

        if (length == 0)
            throw new InvalidInputException(path, 1, "the file is empty.", $"Export the {name} again.");
        var form = FormSniffer.Recognize(path, content, hints) ?? throw new InvalidInputException(
            $"{path}: {name} cannot be read from this kind of file. Give {KnownForms}{(content is FileContent.Interactions ? ", or sequences (.txt)" : "")}; "
            + "the text forms may be packed with gzip. Where the columns have other names, say what they are (--columns).");
        return new InputFile(path, content, form, length, hints);
    }
}
