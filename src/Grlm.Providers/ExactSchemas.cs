using Microsoft.Extensions.AI;
using OpenAI.Chat;

namespace Grlm.Providers;

/// <summary>
/// Sends schemas as they are: the adapter to OpenAI's client moves bounds such as <c>minItems</c> into descriptions, and a server that could have held
/// the model to them no longer does.
/// </summary>
/// <param name="client">The adapter.</param>
internal sealed class ExactSchemas(IChatClient client) : DelegatingChatClient(client)
{
    /// <inheritdoc/>
    public override Task<ChatResponse> GetResponseAsync(
        IEnumerable<Microsoft.Extensions.AI.ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } format)
        {
            options = options.Clone();
            options.RawRepresentationFactory = _ => new ChatCompletionOptions
            {
                ResponseFormat = OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat(
                    format.SchemaName ?? "answer", BinaryData.FromString(schema.GetRawText()), format.SchemaDescription, jsonSchemaIsStrict: true),
            };
        }

        return base.GetResponseAsync(messages, options, cancellationToken);
    }
}
