namespace Grlm;

/// <summary>How many samples of a task there are.</summary>
/// <param name="Task">The task.</param>
/// <param name="Training">Samples to train on.</param>
/// <param name="Validation">Samples to validate on.</param>
public sealed record InstructionTaskCounts(InstructionTask Task, int Training, int Validation);
