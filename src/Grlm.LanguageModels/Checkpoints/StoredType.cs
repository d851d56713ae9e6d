namespace Grlm.LanguageModels;

/// <summary>Says how the numbers of a stored tensor are written.</summary>
public enum StoredType
{
    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>Upper half of single precision.</summary>
    BF16,

    /// <summary>GGUF blocks of 32 signed bytes with one scale.</summary>
    Q8_0,

    /// <summary>GGUF blocks of 32 four-bit numbers around zero with one scale.</summary>
    Q4_0,

    /// <summary>GGUF blocks of 32 four-bit numbers with scale and minimum.</summary>
    Q4_1,

    /// <summary>GGUF blocks of 32 five-bit numbers around zero with one scale.</summary>
    Q5_0,

    /// <summary>GGUF blocks of 32 five-bit numbers with scale and minimum.</summary>
    Q5_1,

    /// <summary>GGUF blocks of 32 numbers out of sixteen fixed ones with one scale.</summary>
    IQ4_NL,

    /// <summary>GGUF blocks of 256 two-bit numbers: sixteen scales and minima of four bits.</summary>
    Q2_K,

    /// <summary>GGUF blocks of 256 three-bit numbers around zero: sixteen scales of six bits.</summary>
    Q3_K,

    /// <summary>GGUF blocks of 256 four-bit numbers: eight scales and minima of six bits.</summary>
    Q4_K,

    /// <summary>GGUF blocks of 256 five-bit numbers: eight scales and minima of six bits.</summary>
    Q5_K,

    /// <summary>GGUF blocks of 256 six-bit numbers around zero: sixteen scales of eight bits.</summary>
    Q6_K,
}
