namespace Grlm;

/// <summary>Counts the samples of a task.</summary>
/// <param name="Task">The task.</param>
/// <param name="Training">Samples to train on.</param>
/// <param name="Validation">Samples to validate on.</param>
public sealed record InstructionTaskCounts(InstructionTask Task, int Training, int Validation);
