namespace Grlm.Torch;

/// <summary>Progress of a part of a stage, told under that part's name.</summary>
/// <param name="progress">Where it is told.</param>
/// <param name="label">What goes before each activity.</param>
internal sealed class LabelledProgress(IProgress<StageProgress> progress, string label) : IProgress<StageProgress>
{
    /// <inheritdoc/>
    public void Report(StageProgress value) => progress.Report(value with { Activity = label + value.Activity });
}
