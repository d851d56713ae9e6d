using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>The low-rank change of one linear layer: <c>scale B A x</c> (Hu et al., LoRA, ICLR 2022).</summary>
/// <param name="Down">A: <c>[rank, in]</c>.</param>
/// <param name="Up">B: <c>[out, rank]</c>.</param>
/// <param name="Scale">Alpha divided by the rank, or by its root.</param>
/// <param name="Dropout">Share of the input dropped; 0 outside training.</param>
internal sealed record LoraPair(Tensor Down, Tensor Up, double Scale, double Dropout = 0)
{
    /// <summary>The change of the layer's output.</summary>
    /// <param name="x">The layer's input <c>[…, in]</c>, of the type that is computed in.</param>
    public Tensor Apply(Tensor x)
    {
        var input = Dropout > 0 ? nn.functional.dropout(x, Dropout) : x;
        var low = nn.functional.linear(input, Down.to_type(x.dtype)); // [..., rank]
        return nn.functional.linear(TensorMath.Scale(low, Scale), Up.to_type(x.dtype));
    }
}
