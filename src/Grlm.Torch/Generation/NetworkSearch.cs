namespace Grlm.Torch;

/// <summary>Searches with libtorch, on whatever device the network is.</summary>
/// <param name="network">The network, which stays the caller's.</param>
internal sealed class NetworkSearch(CausalNetwork network) : IBeamSearch
{
    /// <inheritdoc/>
    public int MostPrompts => 8;

    /// <summary>Makes the search that is fastest for a model: the managed decoder's where that can run it.</summary>
    /// <param name="model">The model, which stays the caller's, and must not be tuned on while this is in use.</param>
    public static IBeamSearch Of(LanguageModel model)
        => NetworkWeights.CanDecode(model.Network)
            ? new ManagedBeamSearch(new NetworkWeights(model.Network), TorchSharp.torch.get_num_threads(), cacheMebibytes: null)
            : new NetworkSearch(model.Network);

    /// <inheritdoc/>
    public IReadOnlyList<IReadOnlyList<GeneratedSequence>> Search(
        IReadOnlyList<int[]> prompts, IReadOnlyList<ITokenConstraint>? constraints, BeamSearchSettings settings,
        CancellationToken cancellationToken)
        => new BeamSearch(network, settings).SearchEach(prompts, constraints, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
