using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>
/// Products in bfloat16 where the processor multiplies it natively (twice the speed of float32 and more; three significant digits are
/// enough for a cosine that enters a soft-max, and for a step of training on float32 weights), in float32 elsewhere. The result is float32.
/// </summary>
internal static class ComputePrecision
{
    /// <summary>Returns a times b, differentiable in both.</summary>
    public static Tensor Product(Tensor a, Tensor b)
        => UsesBFloat16 ? Operand(a).matmul(Operand(b)).to_type(ScalarType.Float32) : a.matmul(b);

    /// <summary>Returns a factor of such a product, in the type that is multiplied.</summary>
    public static Tensor Operand(Tensor a) => UsesBFloat16 ? a.to_type(ScalarType.BFloat16) : a;

    /// <summary>Tells whether the processor multiplies bfloat16 natively (AVX-512 BF16).</summary>
    public static bool UsesBFloat16 { get; } = X86Base.IsSupported && X86Base.CpuId(7, 1).Eax is var features && (features & (1 << 5)) != 0;
}
