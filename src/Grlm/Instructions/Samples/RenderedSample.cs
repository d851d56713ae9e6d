namespace Grlm.Internal;

/// <summary>Describes a sample to look at.</summary>
/// <param name="Task">What it teaches.</param>
/// <param name="Turns">The conversation; the last turn is the model's, which alone is learnt.</param>
/// <param name="Tokens">Tokens of it; null where no tokenizer counts them.</param>
public sealed record RenderedSample(InstructionTask Task, IReadOnlyList<RenderedTurn> Turns, int? Tokens);

/// <summary>Describes a turn of a conversation.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Text">What is said.</param>
public sealed record RenderedTurn(string Role, string Text);
