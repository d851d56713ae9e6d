namespace Grlm.Serving;

/// <summary>Names what came of publishing a version of the model.</summary>
public enum ModelAddition
{
    /// <summary>Added it.</summary>
    Added,

    /// <summary>Did nothing: it was there already, with the same content.</summary>
    Same,

    /// <summary>Refused it: it was there already, with other content.</summary>
    Conflict,
}
