namespace Grlm.LanguageModels;

/// <summary>Describes one turn of a conversation as a chat template sees it. Immutable.</summary>
/// <param name="Role">Who speaks: <c>system</c>, <c>user</c>, <c>assistant</c>, or what else the template knows.</param>
/// <param name="Content">What is said.</param>
public sealed record ChatTurn(string Role, string Content)
{
    /// <summary>Gets what the assistant thought before it spoke, where the template keeps it apart (default: it has none).</summary>
    public string? ReasoningContent { get; init; }

    /// <summary>
    /// Gets further fields that the template may ask for, such as <c>tool_calls</c>, with values as
    /// <see cref="ChatTemplateOptions.Variables"/> has them (default: none).
    /// </summary>
    public IReadOnlyDictionary<string, object?> Fields { get; init; } = new Dictionary<string, object?>();
}
