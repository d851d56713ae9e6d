using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Beam search with the semantics of Hugging Face transformers: scores are log-probabilities over the whole vocabulary, constrained or not.
/// All beams of a prompt share one row of the key-value cache, where they branch like a tree. For one thread at a time.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="settings">How the search runs.</param>
internal sealed class BeamSearch(CausalNetwork network, BeamSearchSettings settings)
{
    /// <summary>Finds the best continuations.</summary>
    /// <param name="prompts">Tokens of each prompt, one or more.</param>
    /// <param name="constraint">Which tokens may follow; null for all. It is the same for all prompts.</param>
    /// <param name="cancellationToken">Stops the search between two tokens.</param>
    /// <returns>The sequences of each prompt, best first; fewer than there are beams only where a constraint allows no more.</returns>
    /// <exception cref="InvalidInputException">A prompt is empty or too long, or the weights are damaged.</exception>
    public IReadOnlyList<IReadOnlyList<GeneratedSequence>> Search(
        IReadOnlyList<int[]> prompts, ITokenConstraint? constraint, CancellationToken cancellationToken)
        => SearchEach(prompts, constraint is null ? null : [.. Enumerable.Repeat(constraint, prompts.Count)], cancellationToken);

    /// <inheritdoc cref="Search(IReadOnlyList{int[]}, ITokenConstraint?, CancellationToken)"/>
    /// <param name="prompts">Tokens of each prompt, one or more.</param>
    /// <param name="constraints">Which tokens may follow each prompt; null for all.</param>
    /// <param name="cancellationToken">Stops the search between two tokens.</param>
    public IReadOnlyList<IReadOnlyList<GeneratedSequence>> SearchEach(
        IReadOnlyList<int[]> prompts, IReadOnlyList<ITokenConstraint>? constraints, CancellationToken cancellationToken)
    {
        using var guard = no_grad();
        var ahead = constraints is null ? 0 : ConstrainedSelection.MostAhead;
        using var tree = new TokenTree(network, prompts, (settings.MaximumNewTokens - 1 + ahead) * settings.Beams);
        BeamRow[] rows = [.. prompts.Select((prompt, row) => new BeamRow(
            settings, row, Math.Min(settings.MaximumNewTokens, network.Config.MaximumPositions - prompt.Length), constraints?[row].Start ?? 0))];
        CandidateSelection selection = constraints is null ? new FreeSelection(settings) : new ConstrainedSelection(settings, constraints);
        for (var length = 1; length == 1 || rows.Any(row => row.Running.Count > 0); length++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            selection.Read(tree, rows, length, cancellationToken);
            selection.Select(rows, (row, candidates) => rows[row].Advance(candidates, length, tree, constraints?[row]));
        }

        return [.. rows.Select(row => row.Found)];
    }
}
