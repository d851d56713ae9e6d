using System.Text;

namespace Grlm.Import;

/// <summary>What a file looks like: the one description that all readers go by, and that is shown where a file is only looked at.</summary>
internal sealed record FileForm
{
    /// <summary>The form of its rows.</summary>
    public required InputFormat Format { get; init; }

    /// <summary>Whether it is compressed.</summary>
    public bool IsGzip { get; init; }

    /// <summary>How its text is encoded; null for UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Whether a line that is not UTF-8 is Latin-1: public data that is known to be either.</summary>
    public bool MayBeLatin1 { get; init; }

    /// <summary>What ends a line.</summary>
    public byte LineEnd { get; init; } = (byte)'\n';

    /// <summary>What stands between the fields of a table.</summary>
    public string Separator { get; init; } = ",";

    /// <summary>Names of a table's columns; null where its first line says them.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Whose data it looks like; null where that is not known.</summary>
    public string? Layout { get; init; }

    /// <summary>Whether the fields of a table may be quoted (RFC 4180); with tabs, a quote is text.</summary>
    public bool HasQuotes => Separator is [not '\t'];

    /// <summary>In words: <c>table separated by ';', windows-1252, with a header</c>.</summary>
    public string Describe()
    {
        var rows = Format switch
        {
            InputFormat.JsonLines => "JSON, one object a line",
            InputFormat.JsonElements => "JSON, a list of objects",
            InputFormat.PythonLines => "Python dictionaries, one a line",
            InputFormat.Sequences => "sequences (user item item …)",
            InputFormat.Parquet => "Parquet",
            _ => $"table separated by {(Separator is "\t" ? "tabs" : $"'{Separator}'")}, {(Columns is null ? "with" : "without")} a header",
        };
        var encoding = Format is InputFormat.Parquet ? "" : $", {(Encoding?.WebName ?? (MayBeLatin1 ? "UTF-8 or Latin-1" : "UTF-8"))}";
        return $"{rows}{encoding}{(IsGzip ? ", gzip" : "")}{(LineEnd is (byte)'\r' ? ", lines end in CR" : "")}{(Layout is null ? "" : $"; {Layout}")}";
    }
}
