namespace Grlm.LanguageModels;

/// <summary>Names the types that weights are written in.</summary>
public enum WeightType
{
    /// <summary>Four bytes a number; exact.</summary>
    Float32 = StoredType.F32,

    /// <summary>Two bytes a number, of small range.</summary>
    Float16 = StoredType.F16,

    /// <summary>Two bytes a number, of the range of float32.</summary>
    Bfloat16 = StoredType.BF16,
}
