namespace Grlm.LanguageModels;

/// <summary>Why a text ended.</summary>
internal enum StopReason
{
    /// <summary>The model ended it, or nothing may follow.</summary>
    End,

    /// <summary>Who listened ended it: a stop text came.</summary>
    Stopped,

    /// <summary>It reached its maximum of tokens, or the last position that the model has.</summary>
    Length,
}
