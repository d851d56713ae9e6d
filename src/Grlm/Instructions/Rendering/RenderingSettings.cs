namespace Grlm;

/// <summary>
/// How items and histories become conversations. A model is trained on conversations of one rendering and must be asked in the same: the settings go
/// with it.
/// </summary>
internal sealed record RenderingSettings
{
    /// <summary>Interactions that a history shows at most; the oldest are cut.</summary>
    public int MaximumHistory { get; init; } = 20;

    /// <summary>Whether items are shown with their titles, or by their TIDs alone.</summary>
    public bool Titles { get; init; } = true;

    /// <summary>Tokens of a sample at most, what the model writes among them; null for as many as it takes.</summary>
    public int? MaximumTokens { get; init; }

    /// <summary>Tokens kept free for each TID that the model is to write: those of the longest.</summary>
    public int TermIdTokens { get; init; }

    /// <summary>Template of behavior prediction: <c>{{history}}</c>, and perhaps <c>{{domain}}</c>, <c>{{titles}}</c>, <c>{{terms}}</c>.</summary>
    public string BehaviorPrompt { get; init; } = PromptTemplate.TextOf(path: null, InstructionPrompts.Behavior);

    /// <summary>Template of term internalization: <c>{{item}}</c>, and perhaps <c>{{terms}}</c>.</summary>
    public string InternalizationPrompt { get; init; } = PromptTemplate.TextOf(path: null, InstructionPrompts.Internalization);

    /// <summary>Template of the collaborative task: <c>{{item}}</c>, and perhaps <c>{{count}}</c>, <c>{{terms}}</c>.</summary>
    public string CollaborativePrompt { get; init; } = PromptTemplate.TextOf(path: null, InstructionPrompts.Collaborative);
}
