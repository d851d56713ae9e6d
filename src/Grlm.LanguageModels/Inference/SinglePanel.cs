using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels;

/// <summary>Panels of float32.</summary>
internal readonly unsafe struct SinglePanel : IPanelFormat
{
    /// <inheritdoc/>
    public static int StepBytes => 128;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Low(byte* step) => Vector512.Load((float*)step);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> High(byte* step) => Vector512.Load((float*)step + Vector512<float>.Count);
}
