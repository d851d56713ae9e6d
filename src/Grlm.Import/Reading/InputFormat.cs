namespace Grlm.Import;

/// <summary>Forms of input that the import reads.</summary>
internal enum InputFormat
{
    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>A JSON list of objects, or objects one after the other, over any number of lines.</summary>
    JsonElements,

    /// <summary>One Python dictionary a line, as <c>repr</c> writes it.</summary>
    PythonLines,

    /// <summary>Lines of fields with something between them.</summary>
    Delimited,

    /// <summary>A user and the user's items, oldest first, separated by white space.</summary>
    Sequences,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
