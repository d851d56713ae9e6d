using System.Runtime.Intrinsics;

namespace Grlm.LanguageModels;

/// <summary>How the numbers of a panel are stored: steps of 32 numbers, one step for each input.</summary>
internal unsafe interface IPanelFormat
{
    /// <summary>Bytes of a step.</summary>
    static abstract int StepBytes { get; }

    /// <summary>Numbers 0 to 15 of a step.</summary>
    static abstract Vector512<float> Low(byte* step);

    /// <summary>Numbers 16 to 31 of a step.</summary>
    static abstract Vector512<float> High(byte* step);
}
