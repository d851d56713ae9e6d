using static TorchSharp.torch;

namespace Grlm.Torch;

/// <summary>What the stored types are elsewhere.</summary>
internal static class StoredTypeExtensions
{
    /// <summary>The type of tensor that stored numbers are read as: the same, and float32 for blocks.</summary>
    public static ScalarType ToScalarType(this StoredType type) => type switch
    {
        StoredType.F16 => ScalarType.Float16,
        StoredType.BF16 => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };

    /// <summary>Bytes of a number once it is read.</summary>
    public static int Size(this StoredType type) => type is StoredType.F16 or StoredType.BF16 ? 2 : 4;

    /// <summary>The name in a <c>config.json</c>; blocks are float32 once they are read.</summary>
    public static string ToConfigName(this StoredType type) => type switch
    {
        StoredType.F16 => "float16",
        StoredType.BF16 => "bfloat16",
        _ => "float32",
    };
}
