namespace Grlm.LanguageModels;

/// <summary>How the numbers of a stored tensor are written.</summary>
public enum StoredType
{
    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of single precision.</summary>
    BF16,

    /// <summary>GGUF blocks of 32 signed bytes with one scale.</summary>
    Q8_0,

    /// <summary>GGUF blocks of 32 four-bit numbers around zero with one scale.</summary>
    Q4_0,

    /// <summary>GGUF blocks of 32 four-bit numbers with scale and minimum.</summary>
    Q4_1,
}
