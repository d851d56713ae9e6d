using System.Runtime.InteropServices;

namespace Grlm.LanguageModels.Internal;

/// <summary>Represents a text that is being written. For one thread at a time.</summary>
public sealed class TokenRow
{
    private readonly TokenRequest _request;
    private readonly int _row;
    private readonly int _maximumLength;
    private readonly TokenSampler _sampler;
    private readonly List<int> _tokens;
    private int _slot = ITokenPaths.Prompt;
    private int _state;

    /// <param name="request">What is asked for.</param>
    /// <param name="row">Number of this row.</param>
    /// <param name="maximumPositions">Positions that the model has.</param>
    public TokenRow(TokenRequest request, int row, int maximumPositions)
    {
        (_request, _row) = (request, row);
        _maximumLength = Math.Min(request.Prompt.Length + request.Options.MaximumNewTokens, maximumPositions);
        _sampler = new TokenSampler(request.Options);
        _tokens = [.. request.Prompt];
        _state = request.Constraint?.Start ?? 0;
    }

    /// <summary>Gets why the text has ended; null while it goes on.</summary>
    public StopReason? Stop { get; private set; }

    /// <summary>Gets what has been written, the end token included where there is one.</summary>
    public int[] Written => [.. _tokens[_request.Prompt.Length..]];

    /// <summary>Chooses the next token and adds it to the tree unless the text ends with it.</summary>
    /// <param name="logits">Scores of all tokens; overwritten.</param>
    /// <param name="tree">Takes the token to be read.</param>
    public void Advance(Span<float> logits, ITokenPaths tree)
    {
        var tokens = CollectionsMarshal.AsSpan(_tokens);
        var constraint = _request.Constraint;
        var token = constraint is null ? _sampler.Choose(logits, tokens) : _sampler.Choose(logits, tokens, constraint.Allowed(_state));
        _state = constraint?.Follow(_state, token) ?? 0;
        _tokens.Add(token);
        Stop = StopAfter(token);
        if (Stop is null)
        {
            _slot = tree.Add(_row, token, _slot);
        }
    }

    private StopReason? StopAfter(int token)
        => _request.EndTokens.Contains(token) ? StopReason.End
            : _request.OnToken?.Invoke(token) == true ? StopReason.Stopped
            : _request.Constraint?.Allowed(_state).IsEmpty == true ? StopReason.End
            : _tokens.Count >= _maximumLength ? StopReason.Length
            : null;
}

/// <summary>Describes one text to write, token by token.</summary>
/// <param name="Prompt">Tokens of the prompt.</param>
/// <param name="Options">How tokens are chosen.</param>
/// <param name="EndTokens">Tokens that end the text.</param>
public sealed record TokenRequest(int[] Prompt, TextGenerationOptions Options, IReadOnlyList<int> EndTokens)
{
    /// <summary>Gets which tokens may follow; null for all. A text's own.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>Told of every token but an end token as soon as it is chosen; true ends the text with it.</summary>
    public Func<int, bool>? OnToken { get; init; }
}

/// <summary>Says why a text ended.</summary>
public enum StopReason
{
    /// <summary>Model ended it, or nothing may follow.</summary>
    End,

    /// <summary>Ended by whoever reads the text: a stop text came.</summary>
    Stopped,

    /// <summary>Reached the maximum of tokens, or the last position that the model has.</summary>
    Length,
}

/// <summary>Describes a text that a model has written.</summary>
/// <param name="Text">The text, without special tokens and stop text.</param>
/// <param name="Stop">Why it ended.</param>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="NewTokens">Tokens written, the end token included.</param>
public sealed record TextResult(string Text, StopReason Stop, int PromptTokens, int NewTokens);
