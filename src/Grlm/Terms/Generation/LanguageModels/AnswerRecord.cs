namespace Grlm;

/// <summary>A line of the log of answers.</summary>
/// <param name="Item">Id of the item that was asked about.</param>
/// <param name="Key">What the answer is found by: a hash of model and conversation, 32 hexadecimal digits.</param>
/// <param name="Model">Provider and model.</param>
/// <param name="Attempt">1 for the first answer about the item, 2 for the first that was asked for again, …</param>
/// <param name="Answer">What the model said, to the letter; null where it refused to answer.</param>
/// <param name="Terms">The terms found in it; null where they are no TID.</param>
/// <param name="Failure">What is wrong with it; null where it is a TID.</param>
/// <param name="InputTokens">Tokens that the model read.</param>
/// <param name="OutputTokens">Tokens that it wrote.</param>
internal sealed record AnswerRecord(
    string Item,
    string Key,
    string Model,
    int Attempt,
    string? Answer,
    IReadOnlyList<string>? Terms,
    string? Failure,
    long InputTokens,
    long OutputTokens)
{
    /// <summary>The limit of tokens that cut the answer off; null where it ended by itself.</summary>
    public int? Limit { get; init; }

    /// <summary>Whether the server told thoughts apart from the answer; null for no.</summary>
    public bool? HasThoughts { get; init; }
}
