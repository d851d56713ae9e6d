using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels;

/// <summary>
/// Panels of bfloat16, the upper half of a float32: number i lies in the lower half of word i and number i + 16 in the upper one, so that one
/// shift and one mask make float32 of a whole step.
/// </summary>
internal readonly unsafe struct HalfPanel : IPanelFormat
{
    /// <inheritdoc/>
    public static int StepBytes => 64;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Low(byte* step) => (Vector512.Load((uint*)step) << 16).AsSingle();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> High(byte* step) => (Vector512.Load((uint*)step) & Vector512.Create(0xFFFF0000u)).AsSingle();
}
