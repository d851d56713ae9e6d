using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Grlm.Providers;

/// <summary>Reads what language models answer behind servers of all kinds. The text counts; why it ended and how long it is are taken where they are told.</summary>
internal static class ChatAnswer
{
    private static readonly string[] _lengthReasons = ["length", "max_tokens", "max_length", "model_length", "max_output_tokens"];

    /// <summary>Reads an answer.</summary>
    /// <param name="values">Its values: one, or the pieces of an answer that was streamed.</param>
    /// <param name="maximumTokens">Tokens that it was to have at most; null where it was not told.</param>
    /// <param name="redactor">Takes a key out that a server repeats.</param>
    /// <returns>The answer; null where there is none in them.</returns>
    public static ChatResponse? Read(IReadOnlyList<JsonElement> values, int? maximumTokens, Redactor redactor)
    {
        var (text, thoughts, isAnswer) = ("", "", false);
        JsonElement? reason = null;
        var usage = new UsageDetails();
        foreach (var value in values)
        {
            var choice = value.Find("choices").Elements().FirstOrDefault(value);
            var message = choice.FindAny("message", "delta");
            var said = message ?? choice;
            isAnswer |= message is not null || said.FindAny("text", "response") is not null;
            var content = said.FindAny("content", "text", "response");
            text += content.Text();
            thoughts += content.Text(ofThoughts: true) + said.FindAny("reasoning_content", "reasoning", "thinking").Text();
            text += said.Find("refusal") is { } refusal && content is null ? refusal.ToString() : "";
            reason = choice.Find("finish_reason") ?? value.Find("done_reason") ?? reason;
            Count(usage, value);
        }

        return isAnswer ? new ChatResponse(new ChatMessage(ChatRole.Assistant, ContentsOf(redactor.Redact(text), thoughts)))
        {
            FinishReason = ReasonOf(reason?.ToString(), usage.OutputTokenCount, maximumTokens),
            Usage = usage,
        }
        : null;
    }

    private static List<AIContent> ContentsOf(string text, string thoughts)
        => thoughts.Length > 0 ? [new TextReasoningContent(thoughts), new TextContent(text)] : [new TextContent(text)];

    private static void Count(UsageDetails usage, JsonElement value)
    {
        var told = value.Find("usage") ?? value;
        usage.InputTokenCount = told.FindAny("prompt_tokens", "input_tokens", "prompt_eval_count").Whole() ?? usage.InputTokenCount;
        usage.OutputTokenCount = told.FindAny("completion_tokens", "output_tokens", "eval_count").Whole() ?? usage.OutputTokenCount;
    }

    /// <summary>Whether an answer is whole is all that matters; a server that says nothing of it has cut off what has as many tokens as it was to have.</summary>
    private static ChatFinishReason ReasonOf(string? reason, long? tokens, int? maximumTokens)
        => _lengthReasons.Contains(reason, StringComparer.OrdinalIgnoreCase) || (string.IsNullOrEmpty(reason) && tokens >= maximumTokens)
            ? ChatFinishReason.Length
            : ChatFinishReason.Stop;
}
