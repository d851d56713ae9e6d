namespace Grlm.Torch;

/// <summary>
/// Says what products of a language model are computed in. Norms, soft-max, the residual stream and logits are float32 in any case.
/// </summary>
public enum Precision
{
    /// <summary>bfloat16 where the device multiplies it natively, float32 elsewhere.</summary>
    Auto,

    /// <summary>Single precision: what other implementations compute on a processor, to the fourth digit.</summary>
    Float32,

    /// <summary>Half the memory and, on devices made for it, several times the speed; two to three significant digits.</summary>
    Bfloat16,
}
