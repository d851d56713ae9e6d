namespace Grlm.LanguageModels;

/// <summary>Where a character may stand in a term.</summary>
internal enum TermCharacterKind
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Anywhere.</summary>
    Letter,

    /// <summary>Between two others.</summary>
    Joiner,

    /// <summary>Behind another one.</summary>
    Tail,
}
