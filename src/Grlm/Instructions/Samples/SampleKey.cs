namespace Grlm;

/// <summary>What a sample is made of. Twelve bytes, so that millions of samples can be put into an order before any is rendered.</summary>
/// <param name="Task">The task.</param>
/// <param name="Subject">A user index for behavior prediction, else an item index.</param>
/// <param name="Place">For behavior prediction, the place of the target among the user's training interactions; else 0.</param>
internal readonly record struct SampleKey(InstructionTask Task, int Subject, int Place = 0);
