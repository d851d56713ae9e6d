namespace Grlm.LanguageModels.Internal;

/// <summary>
/// Says which tokens may follow what has been generated. A state stands for a text so far; beams carry theirs along. A constraint serves
/// one search or generation at a time unless it says otherwise.
/// </summary>
public interface ITokenConstraint
{
    /// <summary>Gets the state before the first token.</summary>
    int Start { get; }

    /// <summary>Returns the tokens that may follow, ascending; empty where the text is complete. Valid until the next call.</summary>
    ReadOnlySpan<int> Allowed(int state);

    /// <summary>Returns the state behind an allowed token.</summary>
    int Follow(int state, int token);
}

/// <summary>Texts that branch behind a prompt: each token knows the one before it.</summary>
public interface ITokenPaths
{
    /// <summary>As a parent: the token follows the prompt.</summary>
    const int Prompt = -1;

    /// <summary>Takes up a token for the next pass, unless it is there already.</summary>
    /// <param name="row">The prompt that it belongs to.</param>
    /// <param name="token">The token.</param>
    /// <param name="parent">Slot of the token that it follows, or <see cref="Prompt"/>; that may itself be of the next pass.</param>
    /// <returns>Its slot.</returns>
    int Add(int row, int token, int parent);

    /// <summary>Returns the tokens from the prompt's end to a slot, which is included.</summary>
    int[] PathTo(int row, int slot);
}
