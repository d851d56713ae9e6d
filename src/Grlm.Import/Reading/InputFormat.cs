namespace Grlm.Import;

/// <summary>Forms of input that the import reads.</summary>
internal enum InputFormat
{
    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>Comma-separated with a header; fields may be quoted (RFC 4180).</summary>
    Csv,

    /// <summary>Tab-separated with a header; no quoting.</summary>
    Tsv,

    /// <summary>A user and the user's items, oldest first, separated by white space.</summary>
    Sequences,

    /// <summary>Apache Parquet.</summary>
    Parquet,
}
