using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>What a model is trained on: a conversation and what the model is to say in it. The loss covers what the model says.</summary>
/// <param name="Task">What it teaches.</param>
/// <param name="Prompt">The turns before the model's.</param>
/// <param name="Completion">What the model says.</param>
internal sealed record InstructionSample(InstructionTask Task, IReadOnlyList<ChatMessage> Prompt, string Completion);
