namespace Grlm.LanguageModels;

/// <summary>What the stored types are elsewhere.</summary>
internal static class StoredTypeExtensions
{
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
