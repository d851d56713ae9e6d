using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>A tensor that is to be written, made when its turn comes so that a checkpoint need not be in memory as a whole.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">
/// Gives the numbers, on any device and of any type. Called within a dispose scope: what is made for the call goes with it, and a tensor that was
/// there before stays.
/// </param>
internal sealed record TensorToStore(string Name, long[] Shape, Func<Tensor> Values)
{
    /// <summary>How many numbers it has.</summary>
    public long Count => TensorShape.Count(Shape);

    /// <summary>Tensors that are there already.</summary>
    public static IReadOnlyList<TensorToStore> Of(IEnumerable<KeyValuePair<string, Tensor>> tensors)
        => [.. tensors.Select(tensor => new TensorToStore(tensor.Key, tensor.Value.shape, () => tensor.Value))];
}
