using Microsoft.Extensions.AI;

namespace Grlm.LanguageModels.Internal;

/// <summary>Messages of a chat client as the turns that a chat template takes.</summary>
public static class ChatTurns
{
    /// <summary>Returns the turns, the options' instructions in front.</summary>
    /// <exception cref="InvalidInputException">There is none, or one holds something other than text.</exception>
    public static IReadOnlyList<ChatTurn> Of(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        List<ChatTurn> turns = [];
        if (options?.Instructions is { Length: > 0 } instructions)
        {
            turns.Add(new ChatTurn(ChatRole.System.Value, instructions));
        }

        foreach (var message in messages)
        {
            if (message.Contents.FirstOrDefault(
                content => content is not (TextContent or TextReasoningContent or UsageContent)) is { } other)
            {
                throw new InvalidInputException($"A message holds {other.GetType().Name}; the model reads text only. Leave it out.");
            }

            var reasoning = string.Concat(message.Contents.OfType<TextReasoningContent>().Select(content => content.Text));
            turns.Add(new ChatTurn(message.Role.Value, message.Text) { ReasoningContent = reasoning.Length > 0 ? reasoning : null });
        }

        return turns.Count > 0 ? turns : throw new InvalidInputException("A conversation has one message at least.");
    }
}
