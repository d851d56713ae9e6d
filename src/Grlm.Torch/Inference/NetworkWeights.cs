namespace Grlm.Torch;

/// <summary>The weights of a network that libtorch holds, for the managed decoder; valid while the network is.</summary>
/// <param name="network">The network.</param>
internal sealed class NetworkWeights(CausalNetwork network) : IWeightSource
{
    /// <inheritdoc/>
    public LanguageModelConfig Config => network.Config;

    /// <summary>Returns whether the managed decoder can run a network: it is on the processor, and has no adapters beside its weights.</summary>
    public static bool CanDecode(CausalNetwork network)
        => InferenceNetwork.Supports(network.Config) && network.Device.type == TorchSharp.DeviceType.CPU && network.Adapters is null;

    /// <inheritdoc/>
    public IWeightRows Rows(string name)
    {
        using var values = network.Weights.Values(name); // a view: the memory is the network's
        return new TensorRows(values);
    }
}
