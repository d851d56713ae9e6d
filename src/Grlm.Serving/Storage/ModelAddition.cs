namespace Grlm.Serving;

/// <summary>Names what came of publishing a version of the model.</summary>
public enum ModelAddition
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It was there already, with the same content.</summary>
    Same,

    /// <summary>It was there already, with other content; nothing was done.</summary>
    Conflict,
}
