namespace Grlm.Internal;

/// <summary>Describes a turn of a conversation.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Text">What is said.</param>
public sealed record RenderedTurn(string Role, string Text);
