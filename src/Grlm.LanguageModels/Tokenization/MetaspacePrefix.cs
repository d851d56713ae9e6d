namespace Grlm.LanguageModels;

/// <summary>Where a mark for a space is put before a text that has none.</summary>
internal enum MetaspacePrefix
{
    /// <summary>Before every piece between added tokens.</summary>
    Always,

    /// <summary>Where the whole text begins.</summary>
    First,

    /// <summary>Nowhere.</summary>
    Never,
}
