namespace Grlm.LanguageModels;

/// <summary>
/// Which tokens may follow what has been generated. A state stands for a text so far; beams carry theirs along. A constraint serves one
/// search or generation at a time unless it says otherwise.
/// </summary>
internal interface ITokenConstraint
{
    /// <summary>The state before the first token.</summary>
    int Start { get; }

    /// <summary>The tokens that may follow, ascending; empty where the text is complete. Valid until the next call.</summary>
    ReadOnlySpan<int> Allowed(int state);

    /// <summary>The state behind an allowed token.</summary>
    int Next(int state, int token);
}
