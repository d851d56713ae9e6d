namespace Grlm;

/// <summary>How a list of terms is written in a text.</summary>
internal enum TermListShape
{
    /// <summary>A JSON list of texts, alone or among an object's properties; or an object whose properties are texts.</summary>
    Json,

    /// <summary><c>[a, b, c]</c>.</summary>
    Brackets,

    /// <summary>A bracket that is never closed: <c>[a, b, c</c>.</summary>
    OpenBracket,

    /// <summary>Numbered or bulleted lines, a term each.</summary>
    Lines,

    /// <summary>Terms between commas on a line.</summary>
    Commas,
}
